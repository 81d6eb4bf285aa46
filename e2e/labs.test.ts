import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withClient } from '../cms/database/roles.ts';
import { type ApiStudent, send, signUp } from '../scripts/testing/api.ts';
import { startTestSystem, type TestSystem } from '../scripts/testing/system.ts';

let system: TestSystem;
let course: number;
let labs: { id: number; solution_code: string; expected_output: string }[];
beforeAll(async () => {
  system = await startTestSystem({ sample: true });
  course = (await send(system, 'GET', '/api/courses')).body.courses?.[0]?.id ?? 0;
  labs = await withClient(
    system.database.admin,
    async (admin) =>
      (
        await admin.query(
          `select b.id, k.solution_code, b.expected_output from live.practice_labs b
           join keys.lab_keys k on k.lab_id = b.id and k.version = b.version order by b.id`,
        )
      ).rows,
  );
  expect(labs.length).toBeGreaterThan(1);
});
afterAll(() => system?.stop());

async function newStudent(): Promise<ApiStudent> {
  const student = await signUp(system);
  const { token } = student;
  await send(system, 'POST', '/api/enrollments', { token, body: { course_id: course } });
  return student;
}
const lab = () => labs[0] ?? { id: 0, solution_code: '', expected_output: '' };
const at = (
  { token }: ApiStudent,
  method: string,
  rest: string,
  body?: unknown,
  { key, id = lab().id }: { key?: string; id?: number } = {},
) =>
  send(system, method, `/api/courses/${course}/labs/${id}${rest}`, {
    token,
    ...(body === undefined ? {} : { body }),
    ...(key === undefined ? {} : { key }),
  });

describe('a lab', () => {
  it('is verified by a run of its solution on the server, for every lab of the sample course', async () => {
    const student = await newStudent();
    for (const { id, solution_code } of labs) {
      const { status, body } = await at(student, 'POST', '/runs', { code: solution_code }, { id });
      expect([id, status, body.run?.status, body.run?.output_passed]).toEqual([
        id,
        200,
        'finished',
        true,
      ]);
      expect(body.run?.passed).toBe(true);
      expect(body.state).toMatchObject({
        status: 'completed',
        attempts: 1,
        code: solution_code,
        verified_at: expect.any(String),
      });
    }
    const again = await at(student, 'GET', '');
    expect(again.body).toMatchObject({
      checks: { verifiable: true, hidden_test_count: 0 },
      state: { status: 'completed' },
      last_run: { passed: true },
    });
    expect((await at(student, 'GET', '/solution')).body.solution_code).toBe(lab().solution_code);
  });

  it('is not by code that is wrong, that prints PASS or that says so itself', async () => {
    const student = await newStudent();
    for (const code of ['', 'nope()', `console.log('PASS')`, 'for (;;);']) {
      const { body } = await at(student, 'POST', '/runs', { code });
      expect([code, body.run?.passed, body.state?.verified_at]).toEqual([code, false, null]);
    }
    const forged = await at(student, 'POST', '/runs', { code: '', passed: true });
    expect(forged.status).toBe(400);
    const solution = await at(student, 'GET', '/solution');
    expect([solution.status, solution.body.error?.code]).toEqual([403, 'lab.not-completed']);
    const declared = await at(student, 'POST', '/declare-done', {});
    expect([declared.status, declared.body.error?.code]).toEqual([409, 'lab.verifiable']);
    expect((await at(student, 'GET', '')).body.state).toMatchObject({
      attempts: 4,
      status: 'in_progress',
    });
  });

  it('is run once at a time for one student; a second request is told so', async () => {
    const student = await newStudent();
    const answers = await Promise.all([
      at(student, 'POST', '/runs', { code: 'for (;;);' }),
      at(student, 'POST', '/runs', { code: 'for (;;);' }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(answers.map(({ body }) => body.error?.code ?? body.run?.status).sort()).toEqual([
      'lab.run-open',
      'timeout',
    ]);
  });

  it('sent twice under one key is run once', async () => {
    const student = await newStudent();
    const sendOnce = () =>
      at(student, 'POST', '/runs', { code: 'console.log(1)' }, { key: 'a-key' });
    const [first, second] = [await sendOnce(), await sendOnce()];
    expect(second.headers.get('idempotent-replayed')).toBe('true');
    expect(second.body.run).toEqual(first.body.run);
    expect(second.body.state?.attempts).toBe(1);
  });

  it('keeps the code for another device, and unlocks hints one by one', async () => {
    const student = await newStudent();
    const saved = await at(student, 'PATCH', '/code', { code: 'half\0 done' });
    expect(saved.status).toBe(200);
    const first = await at(student, 'POST', '/hints', { number: 1 });
    expect(first.body.state?.hints).toHaveLength(1);
    expect((await at(student, 'POST', '/hints', { number: 1 })).body.state?.hints).toHaveLength(1);
    const beyond = await at(student, 'POST', '/hints', { number: 999 });
    expect([beyond.status, beyond.body.error?.code]).toEqual([404, 'lab.no-such-hint']);
    const { body } = await at(student, 'GET', '');
    expect(body.state).toMatchObject({ code: 'half done', status: 'in_progress', attempts: 0 });
    expect(body.lab?.hint_count).toBeGreaterThan(1);
    const tooLong = await at(student, 'PATCH', '/code', { code: 'x'.repeat(100_001) });
    expect([tooLong.status, tooLong.body.error?.field]).toEqual([400, 'code']);
  });

  it('of somebody else shows nothing of theirs', async () => {
    const [asha, bela] = [await newStudent(), await newStudent()];
    await at(asha, 'POST', '/runs', { code: lab().solution_code });
    expect((await at(bela, 'GET', '')).body).toMatchObject({
      state: { status: 'not_started', code: null, hints: [] },
      last_run: null,
    });
  });
});
