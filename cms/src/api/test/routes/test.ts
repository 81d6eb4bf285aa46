import { getAttempt, getTest, startAttempt, submitAttempt } from '@ourshiksha/contract/test';
import { route } from '../../../lib/route';
import { live } from '../../../lib/source';
import { readPinnedVersion } from '../../enrollment/enrollment';
import { readAttempts, readClock, readOpen, readOpenAttempt, readResult } from '../attempt';
import { readTest } from '../test';

const about = route(getTest, async ({ params, database }) => {
  // An open attempt ends on its own version, so that is the test to go on with.
  const open = await readOpen(database, params.test_id);
  const version = open?.version ?? (await readPinnedVersion(database, params.course_id));
  const attempts = await readAttempts(database, params.test_id);
  const marks = attempts.flatMap(({ percentage, passed }) =>
    percentage === null || passed === null ? [] : [{ percentage, passed }],
  );
  return {
    test: await readTest(database, live, params.course_id, params.test_id, version),
    attempts,
    attempts_left: null,
    next_attempt_at: null,
    best: marks.sort((one, other) => other.percentage - one.percentage)[0] ?? null,
    open: open && { id: open.id, deadline: open.deadline },
    server_time: await readClock(database),
  };
});

const start = route(startAttempt, async ({ params, database }) => {
  const [started] = await database.rows<{ id: number }>(
    'select activity.start_attempt($1, $2) as id',
    [params.course_id, params.test_id],
  );
  if (started === undefined) throw new Error('A select without from returns one row.');
  return readOpenAttempt(database, started.id);
});

const submit = route(submitAttempt, async ({ params, body, database }) => {
  await database.rows('select activity.submit_attempt($1, $2)', [
    params.attempt_id,
    JSON.stringify(body.answers),
  ]);
  return readResult(database, params.attempt_id);
});

const result = route(getAttempt, ({ params, database }) => readResult(database, params.attempt_id));

export default { routes: [about, start, submit, result] };
