import { completeLesson, getLesson } from '@ourshiksha/contract/lesson';
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

export default { routes: [read, complete] };
