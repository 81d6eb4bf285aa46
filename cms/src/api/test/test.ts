import type { Question, Test } from '@ourshiksha/contract/test';
import { Refusal } from '../../lib/refusal';
import type { Reader, Source } from '../../lib/source';

/** A test of one version, without its questions, or the refusal. */
export async function readTest(
  database: Reader,
  source: Source,
  courseId: number,
  testId: number,
  version: number,
): Promise<Test> {
  const [test] = await database.rows<Test>(
    `select id, version, course_id, module_id, title, description, passing_percentage, time_limit, difficulty,
      attempts_limit, attempt_pause_hours, results_after_deadline,
      ${source.questionCount('t')} as question_count
    from ${source.rows('tests')} t where id = $1 and version = $2 and course_id = $3`,
    [testId, version, courseId],
  );
  if (test === undefined) throw new Refusal(404, 'test.not-found');
  return test;
}

/** The questions of a test in order, as they are asked: without answers and explanations. */
export function readQuestions(
  database: Reader,
  source: Source,
  { id, version }: Pick<Test, 'id' | 'version'>,
): Promise<Question[]> {
  return database.rows<Question>(
    `select id, type, question_text, options from ${source.rows('questions')} q
    where test_id = $1 and version = $2 order by order_index, id`,
    [id, version],
  );
}
