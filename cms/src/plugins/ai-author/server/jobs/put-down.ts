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
      const [successor] = await insertAll(database, step, proposals, made);
      if (successor !== undefined) await replace(database, step, successor);
      await settleJob(database, step.jobId, reasons.before);
    },
    'read committed',
  );

/** Takes those out of the way that were asked for again, and were not accepted meanwhile. */
async function replace(
  database: GuruDatabase,
  { jobId, replaces }: ClaimedStep,
  successor: number,
): Promise<void> {
  const replaced = await database.rows<{ id: number }>(
    `update ai.proposals set state = 'replaced', decided_at = clock_timestamp()
    where id = any ($1::integer[]) and state in ('open', 'rejected')
    returning id`,
    [[...replaces]],
  );
  // What is to go below them could never be accepted otherwise.
  await database.change(
    `update ai.proposals set parent_proposal = $1
    where job_id = $2 and parent_proposal = any ($3::integer[])`,
    [successor, jobId, replaced.map(({ id }) => id)],
  );
}

interface Parent {
  readonly parentKind: string | null;
  readonly parentDocumentId: string | null;
  readonly parentProposal: number | null;
}
interface Place extends Parent {
  readonly documentId: string | null;
}

/** Returns the ids of the new proposals. */
async function insertAll(
  database: GuruDatabase,
  step: ClaimedStep,
  proposals: readonly NewProposal[],
  { model, prompt: { name, version, sha256 } }: Made,
): Promise<number[]> {
  const ids = new Map<string, number>();
  const before = await placeOfReplaced(database, step);
  for (const proposal of proposals) {
    // What is asked for again goes where the one before went, whose own parent does not come again.
    const isInItsPlace = proposal.documentId === null && before?.documentId === null;
    const { parentKind, parentDocumentId, parentProposal } = isInItsPlace
      ? before
      : parentOf(proposal, ids);
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
        parentKind,
        parentDocumentId,
        parentProposal,
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
  return [...ids.values()];
}

/** What a proposal goes below: a draft, or what the same step brought under that key. */
function parentOf({ key, parent }: NewProposal, ids: ReadonlyMap<string, number>): Parent {
  if (parent === null) return { parentKind: null, parentDocumentId: null, parentProposal: null };
  if ('documentId' in parent)
    return {
      parentKind: parent.kind,
      parentDocumentId: parent.documentId,
      parentProposal: null,
    };
  const parentProposal = ids.get(parent.key);
  // A command names what comes first first; one that does not is a defect of ours.
  if (parentProposal === undefined) throw new Error(`“${key}” goes below what does not come.`);
  return { parentKind: null, parentDocumentId: null, parentProposal };
}

/** Where the proposal stands that is asked for again; undefined where none is. */
async function placeOfReplaced(
  database: GuruDatabase,
  { replaces }: ClaimedStep,
): Promise<Place | undefined> {
  const [place] = await database.rows<Place>(
    `select document_id as "documentId", parent_kind as "parentKind",
      parent_document_id as "parentDocumentId", parent_proposal as "parentProposal"
    from ai.proposals where id = any ($1::integer[])`,
    [[...replaces]],
  );
  return place;
}
