import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withClient } from '../cms/database/roles.ts';
import { type ApiStudent, send, signUp, untilServed } from '../scripts/testing/api.ts';
import { graduate } from '../scripts/testing/graduates.ts';
import { startTestSystem, type TestSystem } from '../scripts/testing/system.ts';

let system: TestSystem;
let course: number;
let test: number;
beforeAll(async () => {
  system = await startTestSystem({ sample: true });
  course = (await send(system, 'GET', '/api/courses')).body.courses?.[0]?.id ?? 0;
});
afterAll(() => system?.stop());

const enroll = (student: ApiStudent, key: string, body: unknown = { course_id: course }) =>
  send(system, 'POST', '/api/enrollments', { token: student.token, body, key });
const isReplayed = ({ headers }: { headers: Headers }) =>
  headers.get('idempotent-replayed') === 'true';
const counted = async (statement: string, ...values: unknown[]): Promise<number> =>
  withClient(
    system.database.admin,
    async (admin) =>
      (await admin.query<{ count: number }>(`select count(*)::integer ${statement}`, values))
        .rows[0]?.count ?? 0,
  );

describe('a write with an idempotency key', () => {
  it('sent 50 times at once is carried out once and replayed 49 times, with one reply', async () => {
    const student = await signUp(system);
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => untilServed(() => enroll(student, 'one'))),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers.filter(isReplayed)).toHaveLength(49);
    expect(
      await counted(
        `from activity.activity_logs l join activity.shishya_users s on s.id = l.shishya_user_id
        where l.action = 'enroll' and s.email = $1`,
        student.email,
      ),
    ).toBe(1);
  });

  it('is refused when the key was used for something else', async () => {
    const student = await signUp(system);
    expect((await enroll(student, 'mine')).status).toBe(200);
    const other = await enroll(student, 'mine', { course_id: course + 1 });
    expect([other.status, other.body.error?.code]).toEqual([422, 'request.key-reused']);
    const elsewhere = await send(system, 'POST', `/api/enrollments/${course}/move`, {
      token: student.token,
      body: {},
      key: 'mine',
    });
    expect(elsewhere.status).toBe(422);
  });

  it('does not meet another student’s key', async () => {
    const [asha, bela] = [await signUp(system), await signUp(system)];
    await enroll(asha, 'same');
    expect(isReplayed(await enroll(bela, 'same'))).toBe(false);
  });

  it('whose reply was lost gives the same reply again', async () => {
    const student = await signUp(system);
    await enroll(student, 'enrol');
    const { body } = await send(system, 'GET', `/api/enrollments/${course}`, {
      token: student.token,
    });
    test = body.outline?.tests[0]?.id ?? 0;
    const door = `/api/courses/${course}/tests/${test}/attempts`;
    // The line breaks as soon as the request is out; whether the cms had it, nobody knows.
    const lost = new AbortController();
    const request = fetch(`${system.cmsUrl}${door}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${student.token}`,
        'content-type': 'application/json',
        'idempotency-key': 'begin',
      },
      body: '{}',
      signal: lost.signal,
    });
    await expect.poll(() => counted(`from activity.idempotency_keys where key = 'begin'`)).toBe(1);
    lost.abort();
    await request.catch(() => undefined);
    const again = await send(system, 'POST', door, {
      token: student.token,
      body: {},
      key: 'begin',
    });
    expect([again.status, isReplayed(again)]).toEqual([200, true]);
    expect(await counted(`from activity.user_test_attempts where test_id = $1`, test)).toBe(1);
  });

  it('that was refused may be sent again with the same key', async () => {
    const student = await signUp(system);
    const door = `/api/courses/${course}/tests/${test}/attempts`;
    const begin = () =>
      send(system, 'POST', door, { token: student.token, body: {}, key: 'again' });
    expect((await begin()).status).toBe(404);
    await enroll(student, 'enrol');
    const answer = await begin();
    expect([answer.status, isReplayed(answer)]).toEqual([200, false]);
  });

  it('is told what a key may look like', async () => {
    const student = await signUp(system);
    for (const key of ['with space', 'x'.repeat(65)]) {
      const answer = await enroll(student, key);
      expect([answer.status, answer.body.error?.field]).toEqual([400, 'Idempotency-Key']);
    }
  });

  it('may use the key again after two days', async () => {
    const student = await signUp(system);
    await enroll(student, 'old');
    await withClient(system.database.admin, (admin) =>
      admin.query(
        `update activity.idempotency_keys set created_at = created_at - interval '49 hours' where key = 'old'`,
      ),
    );
    expect(isReplayed(await enroll(student, 'old'))).toBe(false);
  });
});

describe('a certificate', () => {
  const issue = (student: ApiStudent | undefined) =>
    untilServed(() =>
      send(system, 'POST', `/api/courses/${course}/certificate`, {
        token: student?.token,
        body: {},
      }),
    );

  it('asked for 50 times at once by two students is issued once to each, in numbers without a gap', async () => {
    const students = [await signUp(system), await signUp(system)];
    await withClient(system.database.admin, async (admin) => {
      const lessons = await admin.query<{ id: number }>(
        'select distinct id from live.lessons where course_id = $1',
        [course],
      );
      const ids = await admin.query<{ id: number }>(
        'select id from activity.shishya_users where email = any($1)',
        [students.map(({ email }) => email)],
      );
      await graduate(
        admin,
        { id: course, lessons: lessons.rows.map(({ id }) => id) },
        ids.rows.map(({ id }) => id),
      );
    });
    const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => issue(students[n % 2])));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    const numbers = answers.map(({ text }) => JSON.parse(text).issued.certificate_number);
    expect(new Set(numbers).size).toBe(2);
    const { rows } = await withClient(system.database.admin, (admin) =>
      admin.query(
        'select number_serial as serial from activity.issued_certificates order by number_serial',
      ),
    );
    expect(rows).toEqual([{ serial: 1 }, { serial: 2 }]);
  });
});
