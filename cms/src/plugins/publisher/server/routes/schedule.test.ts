import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signInAdministrator } from '../../../../../../scripts/testing/admin.ts';
import { send } from '../../../../../../scripts/testing/api.ts';
import { startTestSystem, type TestSystem } from '../../../../../../scripts/testing/system.ts';
import { ownTypes } from '../../../../lib/types';

let system: TestSystem;
let superuser: Client;
let administrator: string;
let documentId: string;
beforeAll(async () => {
  system = await startTestSystem({ sample: true });
  superuser = new Client({ connectionString: system.database.admin, types: ownTypes });
  await superuser.connect();
  administrator = await signInAdministrator(system.cmsUrl, system.credentials.administrator);
  const { rows } = await superuser.query('select document_id from cms.draft_courses');
  documentId = rows[0]?.document_id;
});
afterAll(async () => {
  await superuser?.end();
  await system?.stop();
});

const ask = async (
  method: string,
  door: string,
  body?: unknown,
  token: string | undefined = administrator,
) => {
  const { status, text } = await send(system, method, door, { token, body });
  return { status, body: /^[[{]/.test(text) ? JSON.parse(text) : null };
};
const doorOf = (rest: string) => `/publisher/courses/${documentId}${rest}`;
const nextYear = `${new Date().getFullYear() + 1}-07-01T09:00`;
const doors: [string, string][] = [
  ['GET', '/differences'],
  ['GET', '/differences/course/1'],
  ['GET', '/impact'],
  ['GET', '/history'],
  ['GET', '/schedule'],
  ['POST', '/schedule'],
  ['POST', '/schedule/refreeze'],
  ['DELETE', '/schedule'],
];

/** An editor whose role holds these permissions. */
async function signInEditor(name: string, actions: readonly string[]): Promise<string> {
  const role = await ask('POST', '/admin/roles', { name, description: name });
  const permissions = actions.map((action) => ({ action, subject: null, conditions: [] }));
  const given = await ask('PUT', `/admin/roles/${role.body.data.id}/permissions`, { permissions });
  expect(given.status).toBe(200);
  const email = `${name.toLowerCase().replaceAll(' ', '.')}@school.example`;
  const person = { firstname: name, lastname: 'Itor' };
  const made = await ask('POST', '/admin/users', { ...person, email, roles: [role.body.data.id] });
  const password = 'Long-enough-1-for-us';
  const registered = await ask('POST', '/admin/register', {
    registrationToken: made.body.data.registrationToken,
    userInfo: { ...person, password },
  });
  expect(registered.status).toBe(200);
  return signInAdministrator(system.cmsUrl, { email, password });
}

describe('schedule, differences, impact and history over HTTP', () => {
  it('are shut without a sign-in: 401; without the permission: 403; to those who only read: no change', async () => {
    const stranger = await signInEditor('Only looks', []);
    const reader = await signInEditor('Only reads', ['plugin::publisher.read']);
    for (const [method, rest] of [...doors, ['GET', '../../../history'] as const]) {
      const door = rest.startsWith('..') ? '/publisher/history' : doorOf(rest);
      const body = method === 'POST' ? {} : undefined;
      const { status } = await send(system, method, door, { body });
      expect([method, door, status]).toEqual([method, door, 401]);
      expect([method, door, (await ask(method, door, body, stranger)).status]).toEqual([
        method,
        door,
        403,
      ]);
      const read = (await ask(method, door, body, reader)).status;
      expect([method, door, method === 'GET' ? read !== 403 : read === 403]).toEqual([
        method,
        door,
        true,
      ]);
    }
    const { rows } = await superuser.query('select from live.scheduled_publishes');
    expect(rows).toEqual([]);
  });

  it('refuse what is not as expected, and name the field', async () => {
    const wish = { runAt: nextYear, timeZone: 'Asia/Kolkata' };
    for (const [body, status, field] of [
      [{ ...wish, runAt: 'tomorrow' }, 400, 'runAt'],
      [{ ...wish, runAt: '2020-01-01T00:00' }, 400, 'runAt'],
      [{ ...wish, runAt: '2036-03-30T02:30', timeZone: 'Europe/Berlin' }, 400, 'runAt'],
      [{ ...wish, timeZone: 'Mars' }, 400, 'timeZone'],
      [{ ...wish, learners: 'all' }, 400, 'learners'],
      [{ ...wish, version: 9 }, 400, 'version'],
    ] as const) {
      const answer = await ask('POST', doorOf('/schedule'), body);
      expect([answer.status, answer.body.error.field]).toEqual([status, field]);
    }
    for (const [door, status] of [
      [doorOf('/differences?from=x'), 400],
      [doorOf('/differences?from=99'), 404],
      [doorOf('/differences/cat/1'), 404],
      [doorOf('/impact?to=0'), 400],
      ['/publisher/history?outcome=odd', 400],
      ['/publisher/history?filters=1', 400],
      [`/publisher/courses/${'a'.repeat(24)}/schedule`, 404],
      [`/publisher/courses/${'a'.repeat(24)}/differences`, 404],
    ] as const)
      expect([door, (await ask('GET', door)).status]).toEqual([door, status]);
  });

  it('a failed run is mailed to the editor and the administrator, tried again, and mailed when it worked', async () => {
    const editor = await signInEditor('Publishes', [
      'plugin::publisher.read',
      'plugin::publisher.publish',
    ]);
    await superuser.query(`create function pg_temp_fault() returns trigger language plpgsql as
      $$ begin raise exception 'the disk is full'; end $$`);
    await superuser.query(
      'create trigger fault before insert on live.course_contents for each row execute function pg_temp_fault()',
    );
    await superuser.query('grant execute on function pg_temp_fault() to public');
    const wish = { runAt: nextYear, timeZone: 'UTC', message: 'At night' };
    const made = await ask('POST', doorOf('/schedule'), wish, editor);
    expect(made).toMatchObject({
      status: 200,
      body: { state: 'waiting', frozenBy: 'Publishes Itor' },
    });

    // Its moment comes now. One that is near when it is asked for might be over before the answer.
    await superuser.query(
      `update live.scheduled_publishes set run_at = now() where state = 'waiting'`,
    );
    const { rowCount } = await superuser.query(
      `update jobs.job set start_after = now() where name = 'scheduled-publish'`,
    );
    expect(rowCount).toBe(1);
    const recipients = ['publishes@school.example', system.credentials.administrator.email];
    for (const to of recipients) {
      const mail = await system.mail.nextMail(to);
      expect(mail.subject).toMatch(/^Not published yet: /);
      expect(mail.text).toContain('the disk is full');
      expect(mail.links[0]).toBe(`${system.cmsUrl}/admin/plugins/publisher/courses/${documentId}`);
    }
    expect((await ask('GET', doorOf('/schedule'))).body).toMatchObject({
      state: 'waiting',
      tries: 1,
      lastError: 'the disk is full',
    });

    system.mail.clear();
    await superuser.query('drop trigger fault on live.course_contents');
    // Not to wait for the half minute until the next try.
    await expect
      .poll(
        async () =>
          (
            await superuser.query(
              `update jobs.job set start_after = now() where name = 'scheduled-publish' and state = 'retry'`,
            )
          ).rowCount,
      )
      .toBe(1);
    for (const to of recipients)
      expect((await system.mail.nextMail(to)).subject).toMatch(/^Published after all: /);
    expect((await ask('GET', doorOf('/schedule'))).body).toBeNull();
    const page = await ask('GET', '/publisher/history?action=publish&q=at%20NIGHT');
    expect(page.body).toMatchObject({ total: 2, page: 1, pageSize: 25 });
    expect(page.body.lines).toMatchObject([
      { outcome: 'done', version: 2, actor: 'Publishes Itor', message: 'At night', documentId },
      { outcome: 'failed', version: null, problems: [{ message: 'the disk is full' }] },
    ]);
    const ofCourse = await ask('GET', doorOf('/history?outcome=failed'));
    expect(ofCourse.body.total).toBe(1);
    expect((await ask('GET', '/publisher/history?page=99')).body.lines).toEqual([]);
  });
});
