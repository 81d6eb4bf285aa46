import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ServedStrapi, startServedStrapi } from '../../../scripts/testing/served.ts';
import { FirstAdministratorError, inviteFirstAdministrator } from './first-administrator';

let running: ServedStrapi;
beforeAll(async () => {
  running = await startServedStrapi();
});
afterAll(() => running?.stop());

const person = { firstname: 'Head', password: 'Long-enough-1-for-us' };
const head = { email: 'Head@School.example', name: 'Head' };

async function post(door: string, body: object) {
  const response = await fetch(`${running.url}${door}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, text: await response.text() };
}
const invite = (whom = head) => inviteFirstAdministrator(running.strapi, whom);
const tokenOf = (link: string) => new URL(link).searchParams.get('registrationToken');
const administrators = () => running.strapi.db.query('admin::user').count();

// One story: each step stands on the one before.
describe('of an empty system', () => {
  it('nobody becomes the first administrator by coming first', async () => {
    const { status, text } = await post('/admin/register-admin', {
      ...person,
      email: 'first@comer.example',
    });
    expect([status, text]).toEqual([403, expect.stringContaining('create-administrator')]);
    expect(await administrators()).toBe(0);
  });

  it('what is no address invites nobody', async () => {
    await expect(invite({ ...head, email: 'head' })).rejects.toThrow(FirstAdministratorError);
    expect(await administrators()).toBe(0);
  });

  it('two commands at once invite one person', async () => {
    await Promise.all([invite(), invite()]);
    expect(await administrators()).toBe(1);
  });

  it('the link of an older invitation ends, the newest works once', async () => {
    const [old, link] = [await invite(), await invite()];
    expect(link).toMatch(/^http.*\/admin\/auth\/register\?registrationToken=[0-9a-f]{20,}$/);
    const register = (registrationToken: string | null) =>
      post('/admin/register', { registrationToken, userInfo: person });
    expect((await register(tokenOf(old))).status).toBe(400);
    expect((await register(tokenOf(link))).status).toBe(200);
    expect((await register(tokenOf(link))).status).toBe(400);
    const signedIn = await post('/admin/login', {
      email: 'head@school.example',
      password: person.password,
    });
    expect(signedIn.status).toBe(200);
    expect(await rolesOfHead()).toEqual(['strapi-super-admin']);
  });

  it('no further one is made so', async () => {
    await expect(invite()).rejects.toThrow(/administrator already/);
    await expect(invite({ email: 'other@school.example', name: 'Other' })).rejects.toThrow(
      /administrator already/,
    );
    expect(await administrators()).toBe(1);
  });
});

async function rolesOfHead(): Promise<string[]> {
  const { roles } = await running.strapi.db
    .query('admin::user')
    .findOne({ where: { email: 'head@school.example' }, populate: ['roles'] });
  return roles.map(({ code }: { code: string }) => code);
}
