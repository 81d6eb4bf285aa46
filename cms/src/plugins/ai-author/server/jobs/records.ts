import type { GuruDatabase } from '../../../../lib/guru';
import { Refusal } from '../../../../lib/refusal';
import type {
  Block,
  CommandName,
  Cost,
  Job,
  JobPage,
  JobState,
  KindName,
  Step,
  StepState,
} from '../wire';
import { stepStates } from '../wire';

interface Reasoned {
  readonly reason_code: string | null;
  readonly reason_message: string | null;
}
interface Spent {
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly microdollars: number | null;
}
interface Targeted {
  readonly command: CommandName;
  readonly target_kind: KindName;
  readonly target_document_id: string;
  readonly title: string;
}
interface JobRow extends Reasoned, Spent, Targeted {
  readonly id: number;
  readonly state: JobState;
  readonly started_by_name: string;
  readonly started_at: string;
  readonly ended_at: string | null;
  readonly steps: Readonly<Partial<Record<StepState, number>>> | null;
  readonly estimate_input_tokens: number;
  readonly estimate_output_tokens: number;
  readonly estimate_microdollars: number | null;
  readonly open_proposals: number;
}
interface StepRow extends Reasoned, Spent, Targeted {
  readonly id: number;
  readonly state: StepState;
  readonly tries: number;
  readonly next_try_at: string | null;
  readonly blocks: readonly Block[];
}

/**
 * What requests cost so far. One whose answer nobody heard counts as it was reserved, as the ceilings
 * count it; what it would have written is the larger part, so it stands with the output.
 */
const spent = (where: string) => `lateral (
    select coalesce(sum(r.input_tokens), 0)::bigint as input_tokens,
      (coalesce(sum(r.output_tokens), 0)
        + coalesce(sum(r.reserved_tokens) filter (where r.state = 'unknown'), 0))::bigint as output_tokens,
      sum(case when r.state = 'unknown' then r.reserved_microdollars else r.microdollars end)::bigint as microdollars
    from ai.requests r where ${where}
  ) c`;

const jobs = `select j.id, j.command, j.target_kind, j.target_document_id, j.title, j.state, j.reason_code,
    j.reason_message, j.started_by_name, j.started_at, j.ended_at, j.estimate_input_tokens,
    j.estimate_output_tokens, j.estimate_microdollars, c.*,
    (select jsonb_object_agg(s.state, s.number) from (
      select state, count(*) as number from ai.steps where job_id = j.id group by state) s) as steps,
    (select count(*) from ai.proposals p where p.job_id = j.id and p.state = 'open') as open_proposals
  from ai.jobs j cross join ${spent('r.job_id = j.id')}`;

const steps = `select s.id, s.command, s.target_kind, s.target_document_id, s.title, s.state, s.tries,
    s.next_try_at, s.reason_code, s.reason_message, s.blocks, c.*
  from ai.steps s cross join ${spent('r.step_id = s.id')}`;

const reasonOf = ({ reason_code, reason_message }: Reasoned) =>
  reason_code === null ? null : { code: reason_code, message: reason_message ?? reason_code };
const costOf = ({ input_tokens, output_tokens, microdollars }: Spent): Cost => ({
  inputTokens: input_tokens,
  outputTokens: output_tokens,
  microdollars,
});
const targetOf = ({ target_kind, target_document_id }: Targeted) => ({
  kind: target_kind,
  documentId: target_document_id,
});

const jobOf = (row: JobRow): Job => ({
  id: row.id,
  command: row.command,
  target: targetOf(row),
  title: row.title,
  state: row.state,
  reason: reasonOf(row),
  startedBy: row.started_by_name,
  startedAt: row.started_at,
  endedAt: row.ended_at,
  steps: Object.fromEntries(
    stepStates.map((state) => [state, row.steps?.[state] ?? 0]),
  ) as Job['steps'],
  estimate: {
    inputTokens: row.estimate_input_tokens,
    outputTokens: row.estimate_output_tokens,
    microdollars: row.estimate_microdollars,
  },
  spent: costOf(row),
  openProposals: row.open_proposals,
});

const stepOf = (row: StepRow): Step => ({
  id: row.id,
  command: row.command,
  target: targetOf(row),
  title: row.title,
  state: row.state,
  tries: row.tries,
  nextTryAt: row.next_try_at,
  reason: reasonOf(row),
  blocks: row.blocks,
  spent: costOf(row),
});

/** A job of a course. Refuses with `ai.job-not-found`, also where it is another course's. */
export async function jobRecord(database: GuruDatabase, course: string, id: number): Promise<Job> {
  const [row] = await database.rows<JobRow>(`${jobs} where j.id = $1 and j.course = $2`, [
    id,
    course,
  ]);
  if (row === undefined) throw new Refusal(404, 'ai.job-not-found');
  return jobOf(row);
}

/** The steps of a job in the order of its plan, or only some of them. */
export async function stepsOf(
  database: GuruDatabase,
  job: number,
  only: readonly number[] | null = null,
): Promise<Step[]> {
  const rows = await database.rows<StepRow>(
    `${steps} where s.job_id = $1 and ($2::integer[] is null or s.id = any ($2::integer[]))
    order by s.position, s.id`,
    [job, only === null ? null : [...only]],
  );
  return rows.map(stepOf);
}

const pageSize = 20;

/** The jobs of a course, the newest first; `before` is the id where the page of before ended. */
export async function jobPage(
  database: GuruDatabase,
  course: string,
  before: number | null,
): Promise<JobPage> {
  const rows = await database.rows<JobRow>(
    `${jobs} where j.course = $1 and ($2::integer is null or j.id < $2) order by j.id desc limit $3`,
    [course, before, pageSize + 1],
  );
  const page = rows.slice(0, pageSize).map(jobOf);
  return { rows: page, next: rows.length > pageSize ? (page.at(-1)?.id ?? null) : null };
}
