import { getPracticeLab, type PracticeLab } from '@ourshiksha/contract/practice-lab';
import { Refusal } from '../../../lib/refusal';
import { route } from '../../../lib/route';
import { readPinnedVersion } from '../../enrollment/enrollment';

const read = route(getPracticeLab, async ({ params, database }) => {
  const version = await readPinnedVersion(database, params.course_id);
  const [lab] = await database.rows<PracticeLab>(
    `select id, version, course_id, module_id, lesson_id, slug, title, description, difficulty, language,
      estimated_time, instructions, starter_code, expected_output
    from live.practice_labs where id = $1 and version = $2 and course_id = $3`,
    [params.lab_id, version, params.course_id],
  );
  if (lab === undefined) throw new Refusal(404, 'lab.not-found');
  return { lab };
});

export default { routes: [read] };
