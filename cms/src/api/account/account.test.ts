import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiAnswer, logIn, password, send, signUp } from '../../../../scripts/testing/api.ts';
import {
  type Instance,
  startTestSystem,
  type TestSystem,
} from '../../../../scripts/testing/system.ts';
import { withClient } from '../../../database/roles';

/** Two instances of the cms on one database: what one refuses, the other refuses too. */
let system: TestSystem;
let second: Instance;
beforeAll(async () => {
  system = await startTestSystem({ cmsEnvironment: { TRUST_PROXY: 'true' } });
  second = await system.addCms();
});
afterAll(() => system?.stop());

const post = (door: string, body: unknown, token?: string) =>
  send(system, 'POST', `/api/account${door}`, { body, token });
const login = (email: string, secret = password, more: object = {}) =>
  post('/login', { email, password: secret, ...more });
const told = ({ status, body }: ApiAnswer) => [status, body.error?.code];
const student = (token: string | undefined, url = system.cmsUrl) =>
  fetch(`${url}/api/student`, { headers: { authorization: `Bearer ${token}` } });
const asAdmin = (statement: string, values: unknown[] = []) =>
  withClient(system.database.admin, (client) => client.query(statement, values));

/** The secret of the link in the next mail to an address. */
async function linkIn(email: string, path: string): Promise<string> {
  const mail = await system.mail.nextMail(email);
  const link = mail.links.map((text) => new URL(text)).find(({ pathname }) => pathname === path);
  if (link === undefined) throw new Error(`No link to ${path} in “${mail.subject}”: ${mail.text}`);
  return link.searchParams.get('token') ?? '';
}

/** A student with a login, and no mail left over from it. */
async function newStudent(name?: string) {
  const { email } = await signUp(system, name);
  const { body } = await login(email);
  system.mail.clear();
  return { email, ...body };
}

describe('registering', () => {
  it('opens an account once the link in the mail is used, and only once', async () => {
    const email = 'asha@school.example';
    const asked = await post('/register', { email: 'Asha@School.example', name: 'Asha', password });
    expect([asked.status, asked.body]).toEqual([200, {}]);
    expect(told(await login(email))).toEqual([401, 'login.failed']);
    const mail = await system.mail.nextMail(email);
    expect(mail.from).toBe('OurShiksha <hello@ourshiksha.example>');
    expect(mail.text).not.toContain('<');
    const token = new URL(mail.links[0] ?? '').searchParams.get('token');
    expect(mail.links[0]).toBe(`${system.learnerUrl}/confirm?token=${token}`);
    expect((await post('/confirm', { token })).status).toBe(200);
    expect(told(await post('/confirm', { token }))).toEqual([410, 'link.invalid']);
    expect((await login('ASHA@school.EXAMPLE')).status).toBe(200);
  });

  it('that nobody confirms is taken away after 14 days, and nothing else is', async () => {
    const { email: confirmed } = await newStudent();
    const [late, waiting] = ['late@school.example', 'waiting@school.example'];
    for (const email of [late, waiting]) await post('/register', { email, name: 'Late', password });
    await asAdmin(
      `update cms.up_users set updated_at = now() - make_interval(days => case email when $1 then 13 else 15 end)
      where email = any($2)`,
      [waiting, [late, waiting, confirmed]],
    );
    // Tomorrow's turn is put down when today's has ended; it comes now.
    await expect
      .poll(
        async () => {
          await asAdmin(
            `update jobs.job set start_after = now() where name = 'sweep-unconfirmed' and state = 'created'`,
          );
          const { rows } = await asAdmin('select email from cms.up_users where email = any($1)', [
            [late, waiting, confirmed],
          ]);
          return rows.map(({ email }) => email).sort();
        },
        { timeout: 20_000, interval: 500 },
      )
      .toEqual([confirmed, waiting].sort());
    system.mail.clear();
  });

  it('answers the same for an address that has an account, whose owner gets another mail', async () => {
    const { email } = await newStudent();
    const again = await post('/register', {
      email,
      name: 'Somebody',
      password: 'another long one',
    });
    expect([again.status, again.body]).toEqual([200, {}]);
    expect((await system.mail.nextMail(email)).subject).toBe('You already have an account');
    expect((await login(email)).status).toBe(200);
    expect((await login(email, 'another long one')).status).toBe(401);
  });

  it('again before confirming counts, and the first link is void: it may have been a stranger’s', async () => {
    const email = 'twice@school.example';
    await post('/register', { email, name: 'Stranger', password: 'a stranger’s words' });
    const first = await linkIn(email, '/confirm');
    system.mail.clear();
    await post('/register', { email, name: 'Owner', password });
    const latest = await linkIn(email, '/confirm');
    expect(told(await post('/confirm', { token: first }))).toEqual([410, 'link.invalid']);
    expect((await post('/confirm', { token: latest })).status).toBe(200);
    expect((await login(email, 'a stranger’s words')).status).toBe(401);
    expect((await login(email)).status).toBe(200);
  });

  it('many times at once makes one account', async () => {
    const email = 'rush@school.example';
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => post('/register', { email, name: 'Rush', password })),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    const { rowCount } = await asAdmin('select from cms.up_users where email = $1', [email]);
    expect(rowCount).toBe(1);
  });

  it('under a name with a character that is none is refused', async () => {
    const answer = await post('/register', {
      email: 'nul@school.example',
      name: 'Na\u0000me',
      password,
    });
    expect(told(answer)).toEqual([400, 'request.invalid']);
  });

  it.each([
    ['short', 400, 'request.invalid'],
    ['पासवर्डपासवर्डपासवर्डपासवर्ड', 400, 'request.invalid'],
    ['Password123', 422, 'password.leaked'],
    ['qwertyuiop', 422, 'password.leaked'],
    ['Weak.One@school.example', 422, 'password.own'],
    ['meera krishnan', 422, 'password.own'],
    ['MeeraKrishnan', 422, 'password.own'],
  ])('with the password “%s” is refused', async (chosen, status, code) => {
    const answer = await post('/register', {
      email: 'weak.one@school.example',
      name: 'Meera Krishnan',
      password: chosen,
    });
    expect(told(answer)).toEqual([status, code]);
    expect(answer.body.error?.field).toBe('password');
  });
});

describe('a link in a mail', () => {
  it('stands nowhere in the database, neither as it is nor in a job', async () => {
    const { email } = await newStudent();
    await post('/reset-mail', { email });
    const token = await linkIn(email, '/reset-password');
    const { rows } = await asAdmin(
      `select count(*)::integer as found from activity.account_tokens t where t::text like '%' || $1 || '%'
      union all select count(*)::integer from jobs.job j where j::text like '%' || $1 || '%'
      union all select count(*)::integer from audit.log l where l::text like '%' || $1 || '%'`,
      [token],
    );
    expect(rows.map(({ found }) => found)).toEqual([0, 0, 0]);
  });

  it('for a new password is replaced by the next one, and is over after an hour', async () => {
    const { email } = await newStudent();
    const fresh = 'another long one';
    await post('/reset-mail', { email });
    const first = await linkIn(email, '/reset-password');
    system.mail.clear();
    await post('/reset-mail', { email });
    const latest = await linkIn(email, '/reset-password');
    expect(told(await post('/reset', { token: first, password: fresh }))).toEqual([
      410,
      'link.invalid',
    ]);
    await asAdmin(
      `update activity.account_tokens set expires_at = expires_at - interval '1 hour'
      where kind = 'reset' and address = $1`,
      [email],
    );
    expect(told(await post('/reset', { token: latest, password: fresh }))).toEqual([
      410,
      'link.invalid',
    ]);
    expect((await login(email)).status).toBe(200);
  });

  it('for a new password ends every session there was, and works once', async () => {
    const { email, access_token } = await newStudent();
    await post('/reset-mail', { email });
    const token = await linkIn(email, '/reset-password');
    // A password that is refused does not use the link up.
    const weak = await post('/reset', { token, password: 'qwertyuiop' });
    expect(told(weak)).toEqual([422, 'password.leaked']);
    const done = await post('/reset', { token, password: 'another long one' });
    expect((await student(done.body.access_token)).status).toBe(200);
    expect((await student(access_token)).status).toBe(401);
    expect((await student(access_token, second.url)).status).toBe(401);
    expect(told(await post('/reset', { token, password: 'one more long one' }))).toEqual([
      410,
      'link.invalid',
    ]);
    expect((await login(email)).status).toBe(401);
    expect((await login(email, 'another long one')).status).toBe(200);
  });

  it('leaves a tag of the address in the log, which is no hash that anybody could try out', async () => {
    const email = 'typed@school.example';
    await post('/reset-mail', { email });
    await login(email);
    const { rows } = await asAdmin(
      `select action, details ->> 'account' as tag from audit.log
      where action in ('password.reset.asked', 'login.failed') order by id desc limit 2`,
    );
    const [failed, asked] = rows;
    expect([failed?.action, asked?.action]).toEqual(['login.failed', 'password.reset.asked']);
    expect(failed?.tag).toMatch(/^[0-9a-f]{32}$/);
    expect(failed?.tag).toBe(asked?.tag);
    expect(createHash('sha256').update(email).digest('hex')).not.toContain(failed?.tag);
  });

  it('is asked for with the same reply whether the address is known or not, and no mail goes to nobody', async () => {
    const { email } = await newStudent();
    for (const door of ['/reset-mail', '/confirmation-mail']) {
      const unknown = await post(door, { email: 'nobody@school.example' });
      const known = await post(door, { email });
      expect([unknown.status, unknown.text]).toEqual([known.status, known.text]);
    }
    // The queue keeps its order, so the mail of the known address is the last to go.
    expect((await system.mail.nextMail(email)).subject).toBe('Choose a new password');
    await expect(system.mail.nextMail('nobody@school.example', 1)).rejects.toThrow();
  });
});

describe('a login', () => {
  it('takes as long and reads the same for unknown, unconfirmed, suspended and known addresses', async () => {
    const known = await newStudent();
    const suspended = await newStudent();
    await asAdmin('update cms.up_users set blocked = true where email = $1', [suspended.email]);
    const unconfirmed = 'waiting@school.example';
    await post('/register', { email: unconfirmed, name: 'Waiting', password });
    const addresses = ['nobody.here@school.example', unconfirmed, suspended.email, known.email];
    const times = new Map<string, number[]>(addresses.map((email) => [email, []]));
    for (let round = 0; round < 4; round += 1) {
      for (const email of addresses) {
        const began = performance.now();
        const answer = await login(email, 'not the password');
        times.get(email)?.push(performance.now() - began);
        expect(told(answer)).toEqual([401, 'login.failed']);
      }
    }
    // bcrypt takes most of it: without it an answer takes less than a tenth. What else the machine does
    // meanwhile may double the time of one address.
    const fastest = addresses.map((email) => Math.min(...(times.get(email) ?? [])));
    expect(Math.max(...fastest) / Math.min(...fastest)).toBeLessThan(4);
  });

  it('is shut after five wrong passwords, on every instance, whatever case or forwarded address', async () => {
    const { email, device_token } = await newStudent();
    // Made now: the login is shut for half a minute only.
    const other = await newStudent();
    const tries = Array.from({ length: 5 }, (_, n) =>
      fetch(`${n % 2 ? second.url : system.cmsUrl}/api/account/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-forwarded-for': `203.0.113.${n}` },
        body: JSON.stringify({
          email: n % 2 ? email.toUpperCase() : email,
          password: 'not the password',
        }),
      }),
    );
    expect((await Promise.all(tries)).map(({ status }) => status)).toEqual([
      401, 401, 401, 401, 401,
    ]);
    // The right password is no way to find out, either.
    for (const secret of ['not the password', password]) {
      const shut = await login(email, secret);
      expect(told(shut)).toEqual([429, 'login.limited']);
      const wait = Number(shut.headers.get('retry-after'));
      expect(wait).toBeGreaterThan(0);
      expect(wait).toBeLessThanOrEqual(30);
    }
    // The owner comes in from a device that was signed in before; a device of another account is none.
    expect((await login(email, password, { device_token: other.device_token })).status).toBe(429);
    expect((await login(email, password, { device_token })).status).toBe(200);
    // … or by mail, which also opens the login.
    await post('/reset-mail', { email });
    const token = await linkIn(email, '/reset-password');
    expect((await post('/reset', { token, password: 'another long one' })).status).toBe(200);
    expect((await login(email, 'another long one')).status).toBe(200);
  });

  it('that the owner succeeds with begins the count of the account anew, not that of the network', async () => {
    const { email } = await newStudent();
    for (let n = 0; n < 4; n += 1) await login(email, 'not the password');
    const networkFailures = async () =>
      (
        await asAdmin(
          `select coalesce(sum(failures), 0)::integer as n from activity.sign_in_limits where key like 'network:%'`,
        )
      ).rows[0].n as number;
    const before = await networkFailures();
    expect((await login(email)).status).toBe(200);
    expect(await networkFailures()).toBe(before);
    for (let n = 0; n < 4; n += 1) expect((await login(email, 'wrong again')).status).toBe(401);
  });
});

describe('a session', () => {
  it('is renewed by its refresh token; showing a used one later ends it for both', async () => {
    const { access_token, refresh_token } = await newStudent();
    const renewed = await post('/renew', { refresh_token });
    expect(renewed.status).toBe(200);
    // Two tabs at once, or an answer that was lost.
    const twin = await post('/renew', { refresh_token });
    expect(twin.status).toBe(200);
    expect((await student(twin.body.access_token)).status).toBe(200);
    await asAdmin(`update activity.sessions set renewed_at = renewed_at - interval '61 seconds'`);
    expect(told(await post('/renew', { refresh_token }))).toEqual([401, 'session.expired']);
    const thief = await post('/renew', { refresh_token: renewed.body.refresh_token });
    expect(told(thief)).toEqual([401, 'session.expired']);
    for (const url of [system.cmsUrl, second.url])
      expect((await student(access_token, url)).status).toBe(401);
    const { rows } = await asAdmin(
      `select details ->> 'by' as by from audit.log where action = 'session.ended' order by id desc limit 1`,
    );
    expect(rows).toEqual([{ by: 'reuse' }]);
  });

  it('is listed with its device and ended by its owner, alone or with all others', async () => {
    const { email, access_token } = await newStudent();
    const others = [await logIn(system, email), await logIn(system, email)];
    const list = async () =>
      (await send(system, 'GET', '/api/account', { token: access_token })).body.sessions ?? [];
    // One from signing up, one from newStudent, two more.
    expect(await list()).toHaveLength(4);
    const [own, last] = await list();
    expect(own).toMatchObject({ current: true, ip_address: '127.0.0.1', user_agent: 'node' });
    expect(last?.current).toBe(false);
    expect((await post(`/sessions/${last?.id}/end`, {}, access_token)).status).toBe(200);
    expect((await student(others[1], second.url)).status).toBe(401);
    expect((await student(others[0], second.url)).status).toBe(200);
    expect((await post('/sessions/end-others', {}, access_token)).status).toBe(200);
    expect((await student(others[0])).status).toBe(401);
    expect(await list()).toHaveLength(1);

    const stranger = await newStudent();
    expect(told(await post(`/sessions/${own?.id}/end`, {}, stranger.access_token))).toEqual([
      404,
      'session.not-found',
    ]);
    expect((await student(access_token)).status).toBe(200);
  });

  it('ends with logout, on every instance', async () => {
    const { access_token, refresh_token } = await newStudent();
    expect((await post('/logout', { refresh_token })).status).toBe(200);
    expect((await student(access_token, second.url)).status).toBe(401);
    expect((await post('/renew', { refresh_token })).status).toBe(401);
  });

  it('of an account that was deleted or suspended is of no use anywhere at once', async () => {
    const [gone, suspended] = [await newStudent(), await newStudent()];
    await asAdmin('delete from cms.up_users where email = $1', [gone.email]);
    await asAdmin('update cms.up_users set blocked = true where email = $1', [suspended.email]);
    for (const { access_token, refresh_token } of [gone, suspended]) {
      for (const url of [system.cmsUrl, second.url])
        expect((await student(access_token, url)).status).toBe(403);
      expect((await post('/renew', { refresh_token })).status).toBe(401);
    }
    expect(told(await login(suspended.email))).toEqual([403, 'student.not-active']);
    // Who confirms the address again takes the record up.
    await post('/register', { email: gone.email, name: 'Asha Rao', password });
    await post('/confirm', { token: await linkIn(gone.email, '/confirm') });
    expect((await student(await logIn(system, gone.email))).status).toBe(200);
  });
});

describe('somebody who is signed in', () => {
  it('changes the password by giving the present one: the other sessions end, this one stays', async () => {
    const { email, access_token } = await newStudent();
    const elsewhere = await logIn(system, email);
    const change = (current_password: string, chosen: string) =>
      post('/password', { current_password, password: chosen }, access_token);
    const wrong = await change('not this one', 'another long one');
    expect([...told(wrong), wrong.body.error?.field]).toEqual([
      422,
      'password.wrong',
      'current_password',
    ]);
    expect(told(await change(password, 'qwertyuiop'))).toEqual([422, 'password.leaked']);
    expect((await change(password, 'another long one')).status).toBe(200);
    expect((await system.mail.nextMail(email)).subject).toBe('Your password was changed');
    expect((await student(access_token)).status).toBe(200);
    expect((await student(elsewhere, second.url)).status).toBe(401);
  });

  it('cannot guess at the present password without end', async () => {
    const { access_token } = await newStudent();
    const guess = () =>
      post(
        '/password',
        { current_password: 'a guess', password: 'another long one' },
        access_token,
      );
    for (let n = 0; n < 5; n += 1) expect((await guess()).status).toBe(422);
    expect(told(await guess())).toEqual([429, 'password.limited']);
  });

  it('changes the name on the record, and nobody else’s', async () => {
    const { access_token } = await newStudent('Asha Rao');
    expect((await post('/name', { name: '  Asha Devi Rao ' }, access_token)).status).toBe(200);
    const account = await send(system, 'GET', '/api/account', { token: access_token });
    expect(account.body.name).toBe('Asha Devi Rao');
    expect(
      (await asAdmin(`select from activity.shishya_users where name = 'Asha Devi Rao'`)).rowCount,
    ).toBe(1);
  });

  it('has a new address once it is confirmed there; the old one can take it back for a week', async () => {
    const { email, access_token } = await newStudent();
    const wanted = `new.${email}`;
    const change = (current_password: string) =>
      post('/address', { email: wanted, current_password }, access_token);
    expect(told(await change('not this one'))).toEqual([422, 'password.wrong']);
    expect((await change(password)).status).toBe(200);
    const confirm = await linkIn(wanted, '/account/confirm-address');
    const undo = await linkIn(email, '/account/undo-address');
    expect((await login(email)).status).toBe(200);
    expect((await login(wanted)).status).toBe(401);

    expect((await post('/confirm-address', { token: confirm })).status).toBe(200);
    expect((await post('/confirm-address', { token: confirm })).status).toBe(410);
    expect((await login(wanted)).status).toBe(200);
    expect((await login(email)).status).toBe(401);

    // A thief changes it once more, and uses the notice that went to their own address: that must not
    // take the owner's way back.
    system.mail.clear();
    await post('/address', { email: `third.${email}`, current_password: password }, access_token);
    const thiefs = await linkIn(wanted, '/account/undo-address');
    system.mail.clear();
    expect((await post('/undo-address', { token: thiefs })).status).toBe(200);
    expect((await post('/undo-address', { token: undo })).status).toBe(200);
    expect(told(await post('/undo-address', { token: undo }))).toEqual([410, 'link.invalid']);
    expect((await student(access_token, second.url)).status).toBe(401);
    expect((await login(email)).status).toBe(401);
    const reset = await linkIn(email, '/reset-password');
    expect((await post('/reset', { token: reset, password: 'another long one' })).status).toBe(200);
    expect((await login(email, 'another long one')).status).toBe(200);
  });

  it('who wants the address of another account hears the same, and the other gets a mail', async () => {
    const [mine, theirs] = [await newStudent(), await newStudent()];
    const asked = await post(
      '/address',
      { email: theirs.email, current_password: password },
      mine.access_token,
    );
    expect([asked.status, asked.body]).toEqual([200, {}]);
    expect((await system.mail.nextMail(theirs.email)).subject).toBe('You already have an account');
  });
});

describe('the log', () => {
  it('tells sign-ins that succeeded, failed or had to wait, from where, and names no address', async () => {
    const { email } = await newStudent();
    for (let n = 0; n < 6; n += 1) await login(email, 'not the password');
    const { rows } = await asAdmin(
      `select l.action, l.ip_address, l.details from audit.readable l, cms.up_users u
      where u.email = $1 and (l.user_id = u.id::text or l.subject = 'cms.up_users' and l.subject_id = u.id::text)
        and l.action like 'login.%' order by l.id`,
      [email],
    );
    expect(rows.map(({ action }) => action)).toEqual([
      'login.succeeded',
      'login.succeeded',
      ...Array(5).fill('login.failed'),
      'login.limited',
    ]);
    expect(new Set(rows.map(({ ip_address }) => ip_address))).toEqual(new Set(['127.0.0.1']));
    expect(JSON.stringify(rows)).not.toContain(email);
  });
});

describe('while the mail server is away', () => {
  it('replies are the same, nothing is half, and the mail goes when it is back', async () => {
    const email = 'patient@school.example';
    const smtpPort = Number(new URL(system.mail.smtpUrl).port);
    await system.mail.stop();
    const asked = await post('/register', { email, name: 'Patient', password });
    expect([asked.status, asked.body]).toEqual([200, {}]);
    await expect
      .poll(async () => {
        const { rows } = await asAdmin(
          `select state::text from jobs.job where name = 'account-mail' and data ->> 'address' = $1`,
          [email],
        );
        return rows.map(({ state }) => state);
      })
      .toEqual(['retry']);
    const { startMailCatcher } = await import('../../../../scripts/mail-catcher.ts');
    const back = await startMailCatcher({ host: '127.0.0.1', smtpPort, webPort: 0 });
    try {
      await asAdmin(
        `update jobs.job set start_after = now() where name = 'account-mail' and data ->> 'address' = $1`,
        [email],
      );
      const mail = await back.nextMail(email);
      const token = new URL(mail.links[0] ?? '').searchParams.get('token');
      expect((await post('/confirm', { token })).status).toBe(200);
    } finally {
      await back.stop();
    }
  });
});
