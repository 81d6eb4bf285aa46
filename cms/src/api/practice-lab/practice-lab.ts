import type { LabChecks, LabRun, LabState, PracticeLab } from '@ourshiksha/contract/practice-lab';
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
      live.lab_runtime(language) as runtime, estimated_time, instructions, setup_code, starter_code,
      expected_output, validation_type, tests, ${source.hintCount('b')} as hint_count
    from ${source.rows('practice_labs')} b where id = $1 and version = $2 and course_id = $3`,
    [labId, version, courseId],
  );
  if (lab === undefined) throw new Refusal(404, 'lab.not-found');
  return lab;
}

/** How the server judges a lab of a live version. */
export async function readLabChecks(
  database: Reader,
  labId: number,
  version: number,
): Promise<LabChecks> {
  const [checks] = await database.rows<LabChecks>(
    `select live.lab_is_verifiable($1, $2) as verifiable,
      coalesce(live.lab_hidden_test_count($1, $2), 0) as hidden_test_count`,
    [labId, version],
  );
  return checks ?? { verifiable: false, hidden_test_count: 0 };
}

/** The student's own state of a lab; row-level security leaves nobody else's rows. */
export async function readLabState(
  database: Reader,
  courseId: number,
  labId: number,
): Promise<LabState> {
  const [state] = await database.rows<LabState>(
    `select coalesce(u.status, 'not_started') as status, c.code, c.saved_at as code_saved_at,
      coalesce(u.attempts, 0) as attempts, activity.lab_hints($1, $2) as hints, u.completed_at, u.verified_at
    from (values ($2::integer)) asked (lab_id)
    left join activity.user_lab_progress u on u.lab_id = asked.lab_id
    left join activity.lab_code c on c.lab_id = asked.lab_id`,
    [courseId, labId],
  );
  if (state === undefined) throw new Error('A student has one state of a lab.');
  return state;
}

const runColumns = `id, status, coalesce(passed, false) as passed, output, error, output_passed, results as tests,
  started_at, ms`;

/** The student's newest run of a lab, or none. */
export async function readLastRun(database: Reader, labId: number): Promise<LabRun | null> {
  const [run] = await database.rows<LabRun>(
    `select ${runColumns} from activity.lab_runs where lab_id = $1 order by id desc limit 1`,
    [labId],
  );
  return run ?? null;
}

/** One run of the student's. */
export async function readRun(database: Reader, runId: number): Promise<LabRun> {
  const [run] = await database.rows<LabRun>(
    `select ${runColumns} from activity.lab_runs where id = $1`,
    [runId],
  );
  if (run === undefined) throw new Refusal(404, 'lab.not-found');
  return run;
}
