import {
  completeLesson,
  getLesson,
  type LessonProgress,
  recordActivity,
} from '@ourshiksha/contract/lesson';
import { route } from '../../../lib/route';
import { live } from '../../../lib/source';
import { readEnrollment, readPinnedVersion } from '../../enrollment/enrollment';
import { readLesson } from '../lesson';

const read = route(getLesson, async ({ params, database }) => {
  const version = await readPinnedVersion(database, params.course_id);
  return { lesson: await readLesson(database, live, params.course_id, params.lesson_id, version) };
});

const complete = route(completeLesson, async ({ params, database }) => {
  await database.rows('select activity.complete_lesson($1, $2)', [
    params.course_id,
    params.lesson_id,
  ]);
  return { enrollment: await readEnrollment(database, params.course_id) };
});

const report = route(recordActivity, async ({ params, body, database }) => {
  const [recorded] = await database.rows<LessonProgress & { counted_seconds: number }>(
    'select * from activity.record_activity($1, $2, $3, $4, $5, $6)',
    [
      params.course_id,
      params.lesson_id,
      body.seconds,
      JSON.stringify(body.watched),
      body.video_seconds,
      body.notes_read,
    ],
  );
  if (recorded === undefined) throw new Error('record_activity returns one row.');
  const { counted_seconds, ...progress } = recorded;
  return { progress, counted_seconds };
});

export default { routes: [read, complete, report] };
