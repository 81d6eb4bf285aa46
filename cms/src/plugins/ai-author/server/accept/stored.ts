import type { GuruDatabase } from '../../../../lib/guru';
import { Refusal } from '../../../../lib/refusal';
import type { Block, Fields, KindName, ProposalState } from '../wire';

/** A draft that accepting wrote, and what it held afterwards: undoing compares with that. */
export interface WrittenDraft {
  readonly kind: KindName;
  readonly documentId: string;
  /** Made by accepting; otherwise it was there and was changed. */
  readonly isNew: boolean;
  /** What was written; of a new draft, every field of its kind. */
  readonly after: Fields;
}

export interface StoredProposal extends Block {
  readonly id: number;
  readonly state: ProposalState;
  readonly documentId: string | null;
  readonly parentKind: KindName | null;
  readonly parentDocumentId: string | null;
  readonly parentProposal: number | null;
  readonly present: Fields | null;
  /** What the draft held before it was accepted; null of a new one. */
  readonly replaced: Fields | null;
  readonly made: readonly WrittenDraft[];
}

/** A proposal, which nobody else decides on until the transaction ends. */
export async function lockProposal(database: GuruDatabase, id: number): Promise<StoredProposal> {
  const [proposal] = await database.rows<StoredProposal>(
    `select id, key, kind, fields, children, state, document_id as "documentId",
      parent_kind as "parentKind", parent_document_id as "parentDocumentId",
      parent_proposal as "parentProposal", present, replaced, made
    from ai.proposals where id = $1 for update`,
    [id],
  );
  if (proposal === undefined) throw new Refusal(404, 'ai.proposal-not-found');
  return proposal;
}
