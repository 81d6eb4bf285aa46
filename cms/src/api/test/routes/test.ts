import {
  getAttempt,
  getOpenAttempt,
  getTest,
  saveAnswers,
  startAttempt,
  submitAttempt,
} from '@ourshiksha/contract/test';
import { route } from '../../../lib/route';
import { findOpenAttempt, readOpenAttempt, readResult, saveAnswersOf } from '../attempt';
import { readStanding } from '../standing';

const about = route(getTest, ({ params, database }) =>
  readStanding(database, params.course_id, params.test_id),
);

const start = route(startAttempt, async ({ params, database }) => {
  const [started] = await database.rows<{ id: number }>(
    'select activity.start_attempt($1, $2) as id',
    [params.course_id, params.test_id],
  );
  if (started === undefined) throw new Error('A select without from returns one row.');
  return readOpenAttempt(database, started.id);
});

const resume = route(getOpenAttempt, async ({ params, database }) => ({
  open: await findOpenAttempt(database, params.course_id, params.test_id),
}));

const save = route(saveAnswers, ({ params, body, database }) =>
  saveAnswersOf(database, params.attempt_id, body.sequence, body.answers),
);

const submit = route(submitAttempt, async ({ params, body, database }) => {
  await database.rows('select activity.submit_attempt($1, $2)', [
    params.attempt_id,
    JSON.stringify(body.answers),
  ]);
  return readResult(database, params.attempt_id);
});

const result = route(getAttempt, ({ params, database }) => readResult(database, params.attempt_id));

export default { routes: [about, start, resume, save, submit, result] };
