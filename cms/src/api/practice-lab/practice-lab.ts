import type { PracticeLab } from '@ourshiksha/contract/practice-lab';
import { Refusal } from '../../lib/refusal';
import type { Reader, Source } from '../../lib/source';

/** A practice lab of one version, or the refusal. */
export async function readPracticeLab(
  database: Reader,
  source: Source,
  courseId: number,
  labId: number,
  version: number,
): Promise<PracticeLab> {
  const [lab] = await database.rows<PracticeLab>(
    `select id, version, course_id, module_id, lesson_id, slug, title, description, difficulty, language,
      estimated_time, instructions, starter_code, expected_output
    from ${source.rows('practice_labs')} b where id = $1 and version = $2 and course_id = $3`,
    [labId, version, courseId],
  );
  if (lab === undefined) throw new Refusal(404, 'lab.not-found');
  return lab;
}
