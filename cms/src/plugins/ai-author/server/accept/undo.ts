import type { Core } from '@strapi/strapi';
import type { Administrator } from '../../../../lib/admin-request';
import { type GuruDatabase, withinTransaction } from '../../../../lib/guru';
import { Refusal } from '../../../../lib/refusal';
import { withdrawProvenance } from '../store';
import type { Entry, Fields } from '../wire';
import {
  areEmpty,
  changedFields,
  contentFields,
  deleteDraft,
  lockDraft,
  strangersBelow,
  updateDraft,
} from './drafts';
import { lockProposal, type StoredProposal, type WrittenDraft } from './stored';

export interface Undoing {
  readonly actor: Administrator;
  /** Undo although somebody has changed the drafts since, or put something below them: that goes too. */
  readonly overwrite?: boolean | undefined;
}

/**
 * Gives back what a draft held before a proposal was accepted, or deletes what accepting made. Refused
 * (`ai.draft-changed`) where somebody has changed anything of it since, or has put something below it, unless
 * that is confirmed. The parts of notes share one draft: each gives back its own fields, and the draft goes
 * with the last.
 */
export async function undo(app: Core.Strapi, proposal: number, undoing: Undoing): Promise<void> {
  await app.db.transaction(async ({ trx }) => {
    const database = await withinTransaction(trx);
    const accepted = await lockProposal(database, proposal);
    if (accepted.state !== 'accepted') throw new Refusal(409, 'ai.not-accepted');
    if (undoing.overwrite !== true && (await isChanged(database, accepted)))
      throw new Refusal(409, 'ai.draft-changed');
    // What stands below goes first.
    for (const draft of [...accepted.made].reverse()) {
      const now = await lockDraft(database, draft, []);
      if (now === undefined) {
        if (draft.isNew) continue;
        throw new Refusal(409, 'ai.draft-gone');
      }
      if (draft.isNew && draft.kind !== 'ai_note') {
        await deleteDraft(app, draft);
        continue;
      }
      await updateDraft(app, draft, before(accepted), undoing.actor);
      if (draft.kind === 'ai_note') await deleteEmptyNote(app, database, draft, proposal);
    }
    await database.change(
      `update ai.proposals set state = 'undone', decided_by = $2, decided_by_name = $3,
        decided_at = clock_timestamp() where id = $1`,
      [proposal, undoing.actor.id, undoing.actor.name],
    );
    await withdrawProvenance(app, proposal, undoing.actor);
  });
}

/** What the proposal's fields held before; nothing, where accepting it made the draft. */
const before = ({ fields, replaced }: StoredProposal): Fields =>
  replaced ?? Object.fromEntries(Object.keys(fields).map((name) => [name, null]));

/** The fields that undoing would take away: of a part of notes its own, of another new draft all. */
const namesOf = ({ fields }: StoredProposal, { kind, isNew, after }: WrittenDraft): string[] => {
  if (!isNew) return Object.keys(after);
  return kind === 'ai_note' ? Object.keys(fields) : contentFields(kind);
};

async function isChanged(database: GuruDatabase, accepted: StoredProposal): Promise<boolean> {
  const { made } = accepted;
  for (const draft of made) {
    const now = await lockDraft(database, draft, namesOf(accepted, draft));
    // A new draft that is gone is where undoing leads anyway.
    if (now === undefined) continue;
    if (changedFields(now.fields, draft.after).length > 0) return true;
    if (draft.isNew && (await strangersBelow(database, draft, made)) > 0) return true;
  }
  return false;
}

/** Deletes notes in which nothing stands any more, if accepting a proposal of the same course made them. */
async function deleteEmptyNote(
  app: Core.Strapi,
  database: GuruDatabase,
  note: Entry,
  proposal: number,
): Promise<void> {
  const now = await lockDraft(database, note, contentFields(note.kind));
  if (now === undefined || !areEmpty(now.fields)) return;
  const makers = await database.rows(
    `select from ai.proposals p join ai.jobs j on j.id = p.job_id
    where p.made @> $1 and j.course = (
      select o.course from ai.jobs o join ai.proposals u on u.job_id = o.id where u.id = $2)
    limit 1`,
    [JSON.stringify([{ documentId: note.documentId, isNew: true }]), proposal],
  );
  if (makers.length > 0) await deleteDraft(app, note);
}
