import type { TestReply } from '@ourshiksha/contract/test';
import { live } from '../../lib/source';
import type { StudentDatabase } from '../../lib/students';
import { readPinnedVersion } from '../enrollment/enrollment';
import { readAttempts } from './attempt';
import { readTest } from './test';

/** A test as the student stands to it: what was done, what counts, what may still be begun. */
export async function readStanding(
  database: StudentDatabase,
  courseId: number,
  testId: number,
): Promise<TestReply> {
  const attempts = await readAttempts(database, testId);
  // An open attempt ends on its own version, so that is the test to go on with.
  const open = attempts.find(({ submitted_at }) => submitted_at === null);
  const version = open?.version ?? (await readPinnedVersion(database, courseId));
  const test = await readTest(database, live, courseId, testId, version);
  const [allowance] = await database.rows<
    Pick<TestReply, 'attempts_left' | 'next_attempt_at' | 'server_time'>
  >('select *, clock_timestamp() as server_time from activity.my_allowance($1, $2)', [
    courseId,
    testId,
  ]);
  if (allowance === undefined) throw new Error('A function with out parameters returns one row.');
  return {
    test,
    attempts,
    best: bestOf(attempts),
    open: open === undefined ? null : { id: open.id, deadline: open.deadline },
    ...allowance,
  };
}

/** A pass counts before a higher share that was none: two versions may ask for different shares. */
export function bestOf(
  attempts: readonly Pick<TestReply['attempts'][number], 'percentage' | 'passed'>[],
): TestReply['best'] {
  const graded = attempts.flatMap(({ percentage, passed }) =>
    percentage === null || passed === null ? [] : [{ percentage, passed }],
  );
  graded.sort(
    (one, other) => Number(other.passed) - Number(one.passed) || other.percentage - one.percentage,
  );
  return graded[0] ?? null;
}
