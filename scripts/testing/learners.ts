import type { Client } from 'pg';
import type { Students } from './students.ts';

/** The ids of the one course a test system has, in its current version. */
export interface SampleIds {
  readonly course: number;
  readonly test: number;
  readonly project: number;
  readonly version: number;
  readonly criteria: readonly { readonly criterion: string; readonly description: string }[];
}

export async function sampleIds(admin: Client): Promise<SampleIds> {
  const { rows } = await admin.query<SampleIds>(
    `select c.id as course, c.version, p.id as project, p.evaluation_checklist as criteria,
      (select t.id from live.tests t where t.course_id = c.id and t.version = c.version order by t.id limit 1) as test
    from live.courses c
    join live.projects p on p.course_id = c.id and p.version = c.version
    limit 1`,
  );
  const [row] = rows;
  if (row === undefined) throw new Error('The sample has a course with a project.');
  return row;
}

/** Hands in a test with the keys' own answers, but wrong ones for the questions in `wrong`. */
export async function takeTest(
  students: Students,
  admin: Client,
  user: number,
  { course, test }: SampleIds,
  wrong: readonly number[] = [],
): Promise<number> {
  const [made] = await students.rows<{ id: number }>(
    user,
    'select activity.start_attempt($1, $2) as id',
    [course, test],
  );
  const attempt = made?.id ?? 0;
  const { rows } = await admin.query<{ id: number; type: string; right: string[] }>(
    `select q.id, q.type, array_prepend(k.correct_answer,
        array(select jsonb_array_elements_text(k.further_answers))) as right
    from activity.user_test_attempts a
    join live.questions q on q.test_id = a.test_id and q.version = a.version
    join keys.question_keys k on k.question_id = q.id and k.version = q.version
    where a.id = $1`,
    [attempt],
  );
  const answers = rows
    .filter(({ id }) => !wrong.includes(id))
    .map(({ id, type, right }) => [id, type === 'multiple_select' ? right : right[0]]);
  await students.rows(user, 'select activity.submit_attempt($1, $2)', [
    attempt,
    JSON.stringify(Object.fromEntries(answers)),
  ]);
  return attempt;
}

export async function handIn(
  students: Students,
  user: number,
  { course, project }: SampleIds,
  key: string,
  notes = 'I built it.',
): Promise<number> {
  const [made] = await students.rows<{ id: number }>(
    user,
    `select activity.submit_project($1, $2, 'https://example.com/work', $3, $4) as id`,
    [course, project, notes, key],
  );
  return made?.id ?? 0;
}
