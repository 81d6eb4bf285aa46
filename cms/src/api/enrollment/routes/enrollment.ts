import {
  enroll,
  getEnrollment,
  getVersionChanges,
  keepPlace,
  listEnrollments,
  moveToCurrent,
  type Overlay,
  type VersionChange,
} from '@ourshiksha/contract/enrollment';
import { route } from '../../../lib/route';
import { live } from '../../../lib/source';
import { readOutline } from '../../course/outline';
import { readEnrollment, readEnrollments } from '../enrollment';

const mine = route(listEnrollments, async ({ database }) => ({
  enrollments: await readEnrollments(database, null),
}));

const enter = route(enroll, async ({ body, database }) => {
  await database.rows('select activity.enroll($1)', [body.course_id]);
  return { enrollment: await readEnrollment(database, body.course_id) };
});

const learn = route(getEnrollment, async ({ params, database }) => {
  const enrollment = await readEnrollment(database, params.course_id);
  const [overlay] = await database.rows<Overlay>(
    `select
      (select coalesce(jsonb_agg(lesson_id order by lesson_id), '[]') from activity.lesson_progress
        where course_id = $1 and status = 'completed') as completed_lesson_ids,
      (select coalesce(jsonb_agg(distinct test_id order by test_id), '[]') from activity.user_test_attempts
        where course_id = $1 and passed) as passed_test_ids`,
    [params.course_id],
  );
  return {
    enrollment,
    outline: await readOutline(database, live, enrollment.course_id, enrollment.version),
    overlay: overlay ?? { completed_lesson_ids: [], passed_test_ids: [] },
  };
});

const changes = route(getVersionChanges, async ({ params, database }) => {
  const enrollment = await readEnrollment(database, params.course_id);
  const { course_id, version, current_version } = enrollment;
  if (current_version === version) return { enrollment, changes: [] };
  return {
    enrollment,
    changes: await database.rows<VersionChange>('select * from activity.version_changes($1)', [
      course_id,
    ]),
  };
});

const move = route(moveToCurrent, async ({ params, database }) => {
  await database.rows('select activity.move_to_current($1)', [params.course_id]);
  return { enrollment: await readEnrollment(database, params.course_id) };
});

const place = route(keepPlace, async ({ params, body, database }) => {
  await database.rows('select activity.keep_place($1, $2, $3)', [
    params.course_id,
    body.kind,
    body.id,
  ]);
  return {};
});

export default { routes: [mine, enter, learn, changes, move, place] };
