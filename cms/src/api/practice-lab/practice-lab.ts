import type { LabRuntime, LabState, PracticeLab } from '@ourshiksha/contract/practice-lab';
import { runtimeOf } from '../../lib/lab-runner/languages';
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
  const [lab] = await database.rows<Omit<PracticeLab, 'runtime'>>(
    `select id, version, course_id, module_id, lesson_id, slug, title, description, difficulty, language,
      estimated_time, instructions, setup_code, starter_code, expected_output, validation_type, tests,
      jsonb_array_length(hints) as hint_count
    from ${source.rows('practice_labs')} b where id = $1 and version = $2 and course_id = $3`,
    [labId, version, courseId],
  );
  if (lab === undefined) throw new Refusal(404, 'lab.not-found');
  const runtime: LabRuntime | null = runtimeOf(lab.language);
  return { ...lab, runtime };
}

/** The student's own state of a lab; row-level security leaves the student's row alone. */
export async function readLabState(database: Reader, labId: number): Promise<LabState> {
  const [state] = await database.rows<Pick<LabState, 'status' | 'code' | 'attempts'>>(
    `select status, user_code as code, attempts from activity.user_lab_progress where lab_id = $1`,
    [labId],
  );
  return {
    ...(state ?? { status: 'not_started', code: null, attempts: 0 }),
    code_saved_at: null,
    hints: [],
    completed_at: null,
    verified_at: null,
  };
}
