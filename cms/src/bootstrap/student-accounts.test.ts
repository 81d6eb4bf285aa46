import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestSystem, type TestSystem } from '../../../scripts/testing/system.ts';
import { withClient } from '../../database/roles';

let system: TestSystem;
beforeAll(async () => {
  system = await startTestSystem();
});
afterAll(() => system?.stop());

interface Answer {
  readonly status: number;
  readonly body: {
    readonly jwt?: string;
    readonly refreshToken?: string;
    readonly ok?: boolean;
    readonly error?: { readonly message: string };
  };
}

async function call(method: string, path: string, body?: unknown, token?: string): Promise<Answer> {
  const response = await fetch(`${system.cmsUrl}/api${path}`, {
    method,
    redirect: 'manual',
    headers: {
      'content-type': 'application/json',
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : {} };
}

const password = 'long-enough-for-us';
const register = (email: string) =>
  call('POST', '/auth/local/register', { username: email, email, name: 'Asha Rao', password });
const login = (email: string, secret = password) =>
  call('POST', '/auth/local', { identifier: email, password: secret });

async function confirmed(email: string): Promise<Answer> {
  expect((await register(email)).status).toBe(200);
  const mail = await system.mail.nextMail(email);
  const code = new URL(mail.links[0] ?? '').searchParams.get('confirmation');
  expect((await call('GET', `/auth/email-confirmation?confirmation=${code}`)).status).toBe(302);
  return login(email);
}

describe('a student account', () => {
  it('opens only after the link in the mail was followed, which leads to the learner site', async () => {
    const email = 'asha@school.example';
    expect((await register(email)).status).toBe(200);
    expect((await login(email)).body.error?.message).toContain('not confirmed');
    const mail = await system.mail.nextMail(email);
    expect(mail.from).toBe('OurShiksha <hello@ourshiksha.example>');
    expect(mail.text).not.toContain('<');
    const link = new URL(mail.links[0] ?? '');
    expect(link.href.startsWith(`${system.learnerUrl}/confirm?confirmation=`)).toBe(true);
    await call('GET', `/auth/email-confirmation${link.search}`);
    const { body } = await login(email);
    expect(body.jwt).toBeTruthy();
    expect(body.refreshToken).toBeTruthy();
  });

  it('is renewed by its refresh token, once, and ends with logout', async () => {
    const { body } = await confirmed('renew@school.example');
    const renewed = await call('POST', '/auth/refresh', { refreshToken: body.refreshToken });
    expect(renewed.body.jwt).toBeTruthy();
    expect((await call('POST', '/auth/logout', {}, renewed.body.jwt)).status).toBe(200);
    const after = await call('POST', '/auth/refresh', {
      refreshToken: renewed.body.refreshToken,
    });
    expect(after.status).toBe(401);
  });

  it('that is deleted is out at once, and its record waits for whoever owns the address', async () => {
    const email = 'gone@school.example';
    const { body } = await confirmed(email);
    expect((await call('GET', '/student', undefined, body.jwt)).status).toBe(200);
    const recordOf = () =>
      withClient(
        system.database.admin,
        async (admin) =>
          (await admin.query('select id from activity.shishya_users where email = $1', [email]))
            .rows,
      );
    const record = await recordOf();
    await withClient(system.database.guru, (guru) =>
      guru.query('delete from cms.up_users where email = $1', [email]),
    );
    expect((await call('GET', '/student', undefined, body.jwt)).status).toBe(403);
    expect((await call('POST', '/enrollments', { course_id: 1 }, body.jwt)).status).toBe(403);

    system.mail.clear();
    const again = await confirmed(email);
    expect((await call('GET', '/student', undefined, again.body.jwt)).status).toBe(200);
    expect(await recordOf()).toEqual(record);
  });

  it('gets a new password by mail, and the link works only once', async () => {
    const email = 'forgot@school.example';
    await confirmed(email);
    system.mail.clear();
    expect((await call('POST', '/auth/forgot-password', { email })).body.ok).toBe(true);
    const link = new URL((await system.mail.nextMail(email)).links[0] ?? '');
    expect(link.href.startsWith(`${system.learnerUrl}/reset-password?code=`)).toBe(true);
    const fresh = 'another-long-one';
    const reset = {
      code: link.searchParams.get('code'),
      password: fresh,
      passwordConfirmation: fresh,
    };
    expect((await call('POST', '/auth/reset-password', reset)).status).toBe(200);
    expect((await call('POST', '/auth/reset-password', reset)).status).toBe(400);
    expect((await login(email)).status).toBe(400);
    expect((await login(email, fresh)).status).toBe(200);
  });

  it('keeps its password when the link is older than an hour', async () => {
    const email = 'late@school.example';
    await confirmed(email);
    system.mail.clear();
    await call('POST', '/auth/forgot-password', { email });
    const link = new URL((await system.mail.nextMail(email)).links[0] ?? '');
    await withClient(system.database.admin, (client) =>
      client.query(
        `update cms.up_users set updated_at = now() - interval '61 minutes' where email = $1`,
        [email],
      ),
    );
    const fresh = 'another-long-one';
    const reset = {
      code: link.searchParams.get('code'),
      password: fresh,
      passwordConfirmation: fresh,
    };
    expect((await call('POST', '/auth/reset-password', reset)).status).toBe(400);
    expect((await login(email)).status).toBe(200);
  });

  it('does not say whether an address is known when a password is forgotten', async () => {
    const unknown = await call('POST', '/auth/forgot-password', { email: 'nobody@school.example' });
    expect(unknown).toEqual({ status: 200, body: { ok: true } });
  });

  it('cannot be made with fields of its own choosing', async () => {
    const answer = await call('POST', '/auth/local/register', {
      username: 'x@school.example',
      email: 'x@school.example',
      name: 'X',
      password,
      confirmed: true,
    });
    expect(answer.status).toBe(400);
  });
});

describe('every other door of users-permissions', () => {
  it.each([
    ['GET', '/users'],
    ['GET', '/users/me'],
    ['GET', '/users/1'],
    ['GET', '/users/count'],
    ['POST', '/users'],
    ['PUT', '/users/1'],
    ['DELETE', '/users/1'],
    ['GET', '/users-permissions/roles'],
    ['GET', '/users-permissions/permissions'],
    ['POST', '/auth/change-password'],
    ['GET', '/auth/sessions'],
    ['GET', '/connect/google'],
    ['GET', '/upload/files'],
  ])('is shut, for students too: %s %s', async (method, path) => {
    const { body } = await login(
      system.credentials.student.email,
      system.credentials.student.password,
    );
    expect(body.jwt).toBeTruthy();
    const sent = method === 'GET' || method === 'DELETE' ? undefined : {};
    const statuses = [
      (await call(method, path, sent)).status,
      (await call(method, path, sent, body.jwt)).status,
    ];
    for (const status of statuses) expect([401, 403, 404]).toContain(status);
  });
});

describe('with the mail server down', () => {
  let deaf: TestSystem;
  beforeAll(async () => {
    deaf = await startTestSystem({ cmsEnvironment: { SMTP_URL: 'smtp://127.0.0.1:1' } });
  });
  afterAll(() => deaf?.stop());

  const post = async (path: string, body: unknown) => {
    const response = await fetch(`${deaf.cmsUrl}/api${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: await response.json() };
  };

  it('registering fails whole: no account is left behind', async () => {
    const email = 'half@school.example';
    const answer = await post('/auth/local/register', {
      username: email,
      email,
      name: 'H',
      password,
    });
    expect(answer.status).toBe(400);
    expect(answer.body.error.message).toContain('try again');
    const left = await withClient(deaf.database.admin, (client) =>
      client.query('select from cms.up_users where email = $1', [email]),
    );
    expect(left.rowCount).toBe(0);
  });

  it('a forgotten password is answered the same for known and unknown addresses', async () => {
    const known = await post('/auth/forgot-password', { email: deaf.credentials.student.email });
    const unknown = await post('/auth/forgot-password', { email: 'nobody@school.example' });
    expect(known).toEqual(unknown);
  });
});
