import type { Core } from '@strapi/strapi';
import { type GuruDatabase, inGuruTransaction } from '../../../../lib/guru';
import type { NewProposal } from '../commands';
import type { PromptReference } from '../prompts';
import { type ClaimedStep, lockJob, markDone, settleJob } from './queue';
import { reasons } from './reasons';

/** The step is not this process's any more: its job was cancelled, or another process took it up. */
export class Lost extends Error {
  override name = 'Lost';
}

interface Made {
  readonly model: string;
  readonly prompt: PromptReference;
}

/**
 * A step is done: its proposals, the end of it and, if it was the last, of its job are one transaction.
 * Proposals that they replace go out of the way. Throws `Lost` where the step is not this process's any
 * more; then nothing is put down.
 */
export const putDown = (
  app: Core.Strapi,
  step: ClaimedStep,
  proposals: readonly NewProposal[],
  made: Made,
): Promise<void> =>
  inGuruTransaction(
    app,
    {},
    async (database) => {
      await lockJob(database, step.jobId);
      if (!(await markDone(database, step))) throw new Lost();
      await insertAll(database, step, proposals, made);
      await database.change(
        `update ai.proposals set state = 'replaced', decided_at = clock_timestamp()
        where id = any ($1::integer[]) and state in ('open', 'rejected')`,
        [[...step.replaces]],
      );
      await settleJob(database, step.jobId, reasons.before);
    },
    'read committed',
  );

async function insertAll(
  database: GuruDatabase,
  step: ClaimedStep,
  proposals: readonly NewProposal[],
  { model, prompt: { name, version, sha256 } }: Made,
): Promise<void> {
  const ids = await aboveReplaced(database, step);
  for (const proposal of proposals) {
    const { parent } = proposal;
    const above = parent !== null && 'key' in parent ? ids.get(parent.key) : null;
    // A command names what comes first first; one that does not is a defect of ours.
    if (above === undefined) throw new Error(`“${proposal.key}” goes below what does not come.`);
    const draft = parent !== null && 'documentId' in parent ? parent : null;
    const [row] = await database.rows<{ id: number }>(
      `insert into ai.proposals (job_id, step_id, key, kind, fields, children, document_id, parent_kind,
        parent_document_id, parent_proposal, present, citations, uncovered, checks, model, prompt, remark)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
      returning id`,
      [
        step.jobId,
        step.id,
        proposal.key,
        proposal.kind,
        JSON.stringify(proposal.fields),
        JSON.stringify(proposal.children),
        proposal.documentId,
        draft?.kind ?? null,
        draft?.documentId ?? null,
        above,
        proposal.present === null ? null : JSON.stringify(proposal.present),
        JSON.stringify(proposal.citations),
        proposal.uncovered === null ? null : JSON.stringify(proposal.uncovered),
        JSON.stringify(proposal.checks),
        model,
        JSON.stringify({ name, version, sha256 }),
        step.remark,
      ],
    );
    if (row !== undefined) ids.set(proposal.key, row.id);
  }
}

/** What is asked for again goes below what the replaced one went below, which is not asked for again. */
async function aboveReplaced(
  database: GuruDatabase,
  step: ClaimedStep,
): Promise<Map<string, number>> {
  const rows = await database.rows<{ key: string; id: number }>(
    `select a.key, a.id from ai.proposals p join ai.proposals a on a.id = p.parent_proposal
    where p.id = any ($1::integer[])`,
    [[...step.replaces]],
  );
  return new Map(rows.map(({ key, id }) => [key, id]));
}

/** Of what a step brought, the part that takes the place of one proposal; all of it where that is not among it. */
export function onlyAgain(
  proposals: readonly NewProposal[],
  key: string | null,
): readonly NewProposal[] {
  const same = proposals.filter((proposal) => proposal.key === key);
  return same.length === 0 ? proposals : same;
}
