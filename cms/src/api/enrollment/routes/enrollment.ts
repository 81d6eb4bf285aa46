import {
  enroll,
  getEnrollment,
  getVersionChanges,
  keepPlace,
  listEnrollments,
  moveToCurrent,
  type VersionChange,
} from '@ourshiksha/contract/enrollment';
import { route } from '../../../lib/route';
import { live } from '../../../lib/source';
import { readOutline } from '../../course/outline';
import { readEnrollment, readEnrollments, readOverlay, readWaiting } from '../enrollment';

const mine = route(listEnrollments, async ({ database }) => ({
  enrollments: await readEnrollments(database, null),
  ...(await readWaiting(database)),
}));

const enter = route(enroll, async ({ body, database }) => {
  await database.rows('select activity.enroll($1)', [body.course_id]);
  return { enrollment: await readEnrollment(database, body.course_id) };
});

const learn = route(getEnrollment, async ({ params, database }) => {
  const enrollment = await readEnrollment(database, params.course_id);
  return {
    enrollment,
    outline: await readOutline(database, live, enrollment.course_id, enrollment.version),
    overlay: await readOverlay(database, params.course_id),
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
