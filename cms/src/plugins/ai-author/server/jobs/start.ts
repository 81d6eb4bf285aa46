import type { Core } from '@strapi/strapi';
import type { Administrator } from '../../../../lib/admin-request';
import { environment } from '../../../../lib/environment';
import { asGuru, type GuruDatabase, inGuruTransaction } from '../../../../lib/guru';
import { Refusal } from '../../../../lib/refusal';
import { dataBudget, type Plan, type PlannedStep, placeName, plan, underWay } from '../commands';
import { failureMessages, price } from '../model';
import { overCeiling } from '../store';
import type { CommandName, Cost, Estimate, StartJob } from '../wire';

/** What jobs of several steps are called. */
const titles: Readonly<Partial<Record<CommandName, string>>> = {
  course: 'The lessons of the course',
  missing: 'What is missing',
};

interface Prepared {
  readonly notMendable: Plan['notMendable'];
  readonly leftOut: Plan['leftOut'];
  readonly steps: readonly PlannedStep[];
  readonly cost: Cost;
}

/** The steps of a job and what they cost roughly. Refuses what cannot be started. */
async function prepare(app: Core.Strapi, course: string, start: StartJob): Promise<Prepared> {
  const settings = environment().ai;
  if (settings === null) {
    throw new Refusal(409, 'ai.not-configured', undefined, failureMessages['ai.not-configured']);
  }
  const passages = await passageTokens(app, course, start.sources);
  const { steps, notMendable, leftOut } = await plan(app, course, start);
  const tokens = {
    inputTokens:
      steps.reduce((sum, { estimate }) => sum + estimate.inputTokens, 0) +
      steps.length * Math.min(passages, dataBudget(settings.contextTokens)),
    outputTokens: steps.reduce((sum, { estimate }) => sum + estimate.outputTokens, 0),
  };
  return { steps, notMendable, leftOut, cost: { ...tokens, microdollars: price(tokens) } };
}

/** How many tokens the sources have, roughly. Refuses those that are not the course's. */
async function passageTokens(
  app: Core.Strapi,
  course: string,
  sources: readonly number[],
): Promise<number> {
  if (sources.length === 0) return 0;
  const rows = await asGuru(app, (database) =>
    database.rows<{ characters: number }>(
      'select characters from ai.sources where course = $1 and id = any ($2::integer[])',
      [course, [...sources]],
    ),
  );
  if (rows.length < new Set(sources).size) throw new Refusal(404, 'ai.source-not-found');
  return Math.ceil(rows.reduce((sum, { characters }) => sum + characters, 0) / 3);
}

/** What a job would cost, and which ceiling that would go over. */
export async function estimateJob(
  app: Core.Strapi,
  course: string,
  start: StartJob,
  by: Administrator,
): Promise<Estimate> {
  const { steps, notMendable, leftOut, cost } = await prepare(app, course, start);
  const over = await asGuru(app, (database) => overCeiling(database, by.id, cost));
  return {
    ...cost,
    steps: steps.length,
    over,
    ...(notMendable.length === 0 ? {} : { notMendable }),
    ...(leftOut.length === 0 ? {} : { leftOut }),
  };
}

/**
 * Puts a job down with all its steps, in one transaction; whichever cms has a place begins it at once.
 * Returns its id. Refuses with `ai.job-runs-already` where the same is being done, so that nobody pays
 * for a second click.
 */
export async function startJob(
  app: Core.Strapi,
  course: string,
  start: StartJob,
  by: Administrator,
): Promise<number> {
  const { steps, cost } = await prepare(app, course, start);
  if (steps.length === 0) throw new Refusal(422, 'ai.nothing-to-do');
  return inGuruTransaction(
    app,
    {},
    async (database) => {
      await refuseTwice(database, course, start, steps);
      const { command, target, params, sources } = start;
      const [job] = await database.rows<{ id: number }>(
        `insert into ai.jobs (course, command, target_kind, target_document_id, params, sources, title,
          started_by, started_by_name, estimate_input_tokens, estimate_output_tokens, estimate_microdollars)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) returning id`,
        [
          course,
          command,
          target.kind,
          target.documentId,
          JSON.stringify(params),
          [...sources],
          titles[command] ?? steps[0]?.title ?? command,
          by.id,
          by.name,
          cost.inputTokens,
          cost.outputTokens,
          cost.microdollars,
        ],
      );
      if (job === undefined) throw new Error('An insert returns its row.');
      await insertSteps(database, job.id, steps);
      return job.id;
    },
    'read committed',
  );
}

async function refuseTwice(
  database: GuruDatabase,
  course: string,
  { command, target, params }: StartJob,
  steps: readonly PlannedStep[],
): Promise<void> {
  await database.rows(`select pg_advisory_xact_lock(hashtext('ourshiksha ai.start ' || $1))`, [
    course,
  ]);
  const [same] = await database.rows(
    `select from ai.jobs where course = $1 and command = $2 and target_document_id = $3
      and params = $4::jsonb and state in ('running', 'paused') limit 1`,
    [course, command, target.documentId, JSON.stringify(params)],
  );
  if (same !== undefined) throw new Refusal(409, 'ai.job-runs-already');
  if (command !== 'course' && command !== 'missing') return;
  // The plan was made before the lock: somebody may have started one that asks for the same.
  const already = await underWay(database, course);
  if (steps.some((step) => already.has(placeName(step.command, step.target.documentId))))
    throw new Refusal(409, 'ai.job-runs-already');
}

async function insertSteps(
  database: GuruDatabase,
  job: number,
  steps: readonly PlannedStep[],
): Promise<void> {
  const ids = new Map<string, number>();
  for (const [position, step] of steps.entries()) {
    const before = step.dependsOn.map((key) => ids.get(key));
    // A plan names what comes first first; one that does not is a defect of ours.
    if (before.includes(undefined)) throw new Error(`“${step.key}” waits for what does not come.`);
    const [row] = await database.rows<{ id: number }>(
      `insert into ai.steps (job_id, key, position, command, target_kind, target_document_id, params,
        title, depends_on)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning id`,
      [
        job,
        step.key,
        position,
        step.command,
        step.target.kind,
        step.target.documentId,
        JSON.stringify(step.params),
        step.title,
        before,
      ],
    );
    if (row !== undefined) ids.set(step.key, row.id);
  }
}
