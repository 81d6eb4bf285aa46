import { isDeepStrictEqual } from 'node:util';
import type { Core } from '@strapi/strapi';
import type { Administrator } from '../../../../lib/admin-request';
import { type GuruDatabase, withinTransaction } from '../../../../lib/guru';
import { Refusal } from '../../../../lib/refusal';
import { kindNamed } from '../../../publisher/server/tree';
import { childrenOf } from '../commands/reading';
import { recordProvenance } from '../store';
import type { Block, Entry, Fields } from '../wire';
import { changedFields, contentFields, createDraft, lockDraft, updateDraft } from './drafts';
import { placeBelow, slugFor } from './place';
import { lockProposal, type StoredProposal, type WrittenDraft } from './stored';

export interface Acceptance {
  readonly actor: Administrator;
  /** Values as an editor changed them; what is absent is accepted as proposed. */
  readonly fields?: Fields | undefined;
  /** Entries below a new one, as an editor left them; absent: as proposed. */
  readonly children?: Block['children'] | undefined;
  /** Write although the draft has changed since. */
  readonly overwrite?: boolean | undefined;
  /** A person has looked at this one. */
  readonly isReviewed: boolean;
}

interface Work {
  readonly app: Core.Strapi;
  readonly database: GuruDatabase;
  readonly acceptance: Acceptance;
}

/**
 * Writes an open proposal into its draft, or makes the draft, with its provenance, in one transaction. A
 * proposal that belongs below another one takes that along.
 *
 * @returns the draft that was written
 */
export async function accept(
  app: Core.Strapi,
  proposal: number,
  acceptance: Acceptance,
): Promise<{ documentId: string }> {
  return await app.db.transaction(async ({ trx }) => {
    const database = await withinTransaction(trx);
    return acceptLocked({ app, database, acceptance }, await lockProposal(database, proposal));
  });
}

async function acceptLocked(work: Work, proposal: StoredProposal): Promise<{ documentId: string }> {
  if (proposal.state !== 'open') throw new Refusal(409, 'ai.already-decided');
  const accepted = withEdits(proposal, work.acceptance);
  const isEdited =
    !isDeepStrictEqual(accepted.fields, proposal.fields) ||
    !isDeepStrictEqual(accepted.children, proposal.children);
  const { entries, replaced } = await write(work, proposal, accepted);
  const [first] = entries;
  if (first === undefined) throw new Error('Accepting writes at least one draft.');
  const { app, database, acceptance } = work;
  const written: WrittenDraft[] = [];
  for (const entry of entries) {
    // Notes that it made before it was undone, and that stayed for other parts of them, are still its own.
    const isNew = entry.isNew || wasMadeBy(proposal, entry);
    written.push(await noted(database, { ...entry, isNew }));
  }
  await database.change(
    `update ai.proposals set state = 'accepted', decided_by = $2, decided_by_name = $3,
      decided_at = clock_timestamp(), is_edited = $4, replaced = $5, made = $6 where id = $1`,
    [
      proposal.id,
      acceptance.actor.id,
      acceptance.actor.name,
      isEdited,
      replaced === null ? null : JSON.stringify(replaced),
      JSON.stringify(written),
    ],
  );
  await recordProvenance(app, {
    proposalId: proposal.id,
    entries,
    actor: acceptance.actor,
    isEdited,
    isReviewed: acceptance.isReviewed,
  });
  return { documentId: first.documentId };
}

const wasMadeBy = ({ made }: StoredProposal, { documentId }: Entry): boolean =>
  made.some((draft) => draft.isNew && draft.documentId === documentId);

/** What is accepted: as proposed, with the editor's changes. Only fields that were proposed can be changed. */
function withEdits(
  proposal: StoredProposal,
  { fields, children }: Acceptance,
): Pick<Block, 'fields' | 'children'> {
  const stranger = Object.keys(fields ?? {}).find((name) => !(name in proposal.fields));
  if (stranger !== undefined) throw new Refusal(422, 'ai.edit-invalid', stranger);
  const known = new Map(
    proposal.children.map((child) => [child.kind, new Set(Object.keys(child.fields))]),
  );
  for (const child of children ?? [])
    for (const name of Object.keys(child.fields))
      if (!known.get(child.kind)?.has(name)) throw new Refusal(422, 'ai.edit-invalid', name);
  return {
    fields: { ...proposal.fields, ...fields },
    children: children ?? proposal.children,
  };
}

/** A draft that was written, and which fields of it. */
interface WrittenEntry extends Entry {
  readonly isNew: boolean;
  readonly fields: readonly string[];
}

interface Writing {
  readonly entries: readonly WrittenEntry[];
  readonly replaced: Fields | null;
}

async function write(
  work: Work,
  proposal: StoredProposal,
  { fields, children }: Pick<Block, 'fields' | 'children'>,
): Promise<Writing> {
  const { database } = work;
  const { kind, documentId } = proposal;
  if (documentId !== null)
    return change(work, { kind, documentId }, fields, proposal.present ?? {});
  const parent = await parentOf(work, proposal);
  const { place, data } = await placeBelow(database, parent, kind);
  if (kind === 'ai_note') {
    // A lesson has one note: the first part that is accepted makes it, the others go into it.
    const [note] = await childrenOf(database, place.target, 'ai_note');
    const nothing = Object.fromEntries(Object.keys(fields).map((name) => [name, null]));
    if (note !== undefined)
      return change(work, { kind, documentId: note.documentId }, fields, nothing);
  }
  const values =
    kind === 'practice_lab'
      ? { ...fields, slug: await slugFor(database, place, fields.slug ?? fields.title) }
      : fields;
  const made = {
    kind,
    documentId: await createDraft(work.app, kind, { ...values, ...data }, work.acceptance.actor),
  };
  const entries: WrittenEntry[] = [{ ...made, isNew: true, fields: Object.keys(values) }];
  for (const [n, child] of children.entries()) {
    const below = kindNamed(child.kind);
    const relation = below.parents.find((one) => one.kind === kind)?.relation;
    if (relation === undefined) throw new Refusal(422, 'ai.edit-invalid', child.kind);
    const documentId = await createDraft(
      work.app,
      child.kind,
      {
        ...child.fields,
        [relation]: made.documentId,
        ...(below.order === null ? {} : { [below.order]: n + 1 }),
      },
      work.acceptance.actor,
    );
    const fields = Object.keys(child.fields);
    entries.push({ kind: child.kind, documentId, isNew: true, fields });
  }
  return { entries, replaced: null };
}

/** The draft a new one goes below; a proposal that is to make it is accepted as it is, unseen. */
async function parentOf(work: Work, proposal: StoredProposal): Promise<Entry> {
  const { parentProposal, parentKind, parentDocumentId } = proposal;
  if (parentProposal !== null) {
    const above = await lockProposal(work.database, parentProposal);
    if (above.state === 'open') {
      const acceptance = { actor: work.acceptance.actor, isReviewed: false };
      const { documentId } = await acceptLocked({ ...work, acceptance }, above);
      return { kind: above.kind, documentId };
    }
    const [first] = above.made;
    if (above.state !== 'accepted' || first === undefined) throw new Refusal(409, 'ai.parent-open');
    return first;
  }
  if (parentKind === null || parentDocumentId === null)
    throw new Error(`Proposal ${proposal.id} has neither a draft nor a place for one.`);
  return { kind: parentKind, documentId: parentDocumentId };
}

/** Changes a draft that is there, unless it holds something else than when the model was asked. */
async function change(
  { app, database, acceptance }: Work,
  entry: Entry,
  fields: Fields,
  present: Fields,
): Promise<Writing> {
  const now = await lockDraft(database, entry, Object.keys(fields));
  if (now === undefined) throw new Refusal(409, 'ai.draft-gone');
  if (acceptance.overwrite !== true && changedFields(now.fields, present).length > 0)
    throw new Refusal(409, 'ai.draft-changed');
  await updateDraft(app, entry, fields, acceptance.actor);
  return {
    entries: [{ ...entry, isNew: false, fields: Object.keys(fields) }],
    replaced: now.fields,
  };
}

/**
 * A draft as it was stored, which may differ from what was sent: a form may trim it. Of a new one everything
 * is noted, so that undoing sees what a person has put into the rest of it since.
 */
async function noted(
  database: GuruDatabase,
  { kind, documentId, isNew, fields }: WrittenEntry,
): Promise<WrittenDraft> {
  const names = isNew ? contentFields(kind) : fields;
  const stored = await lockDraft(database, { kind, documentId }, names);
  if (stored === undefined) throw new Error('A draft that was just written is gone.');
  return { kind, documentId, isNew, after: stored.fields };
}
