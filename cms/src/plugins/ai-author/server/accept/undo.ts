import type { Core } from '@strapi/strapi';
import type { Administrator } from '../../../../lib/admin-request';
import { type GuruDatabase, withinTransaction } from '../../../../lib/guru';
import { Refusal } from '../../../../lib/refusal';
import { withdrawProvenance } from '../store';
import { changedFields, deleteDraft, lockDraft, strangersBelow, updateDraft } from './drafts';
import { lockProposal, type WrittenDraft } from './stored';

export interface Undoing {
  readonly actor: Administrator;
  /** Undo although somebody has changed the drafts since: that goes too. What was put below stays, without a place. */
  readonly overwrite?: boolean | undefined;
}

/**
 * Gives back what a draft held before a proposal was accepted, or deletes what accepting made. Refused
 * where somebody has changed it since, or has put something below it, unless that is confirmed.
 */
export async function undo(app: Core.Strapi, proposal: number, undoing: Undoing): Promise<void> {
  await app.db.transaction(async ({ trx }) => {
    const database = await withinTransaction(trx);
    const { state, made, replaced } = await lockProposal(database, proposal);
    if (state !== 'accepted') throw new Refusal(409, 'ai.not-accepted');
    if (undoing.overwrite !== true && (await isChanged(database, made)))
      throw new Refusal(409, 'ai.draft-changed');
    // What stands below goes first.
    for (const draft of [...made].reverse()) {
      const now = await lockDraft(database, draft, []);
      if (draft.isNew) {
        if (now !== undefined) await deleteDraft(app, draft);
      } else {
        if (now === undefined) throw new Refusal(409, 'ai.draft-gone');
        await updateDraft(app, draft, replaced ?? {}, undoing.actor);
      }
    }
    await database.change(
      `update ai.proposals set state = 'undone', decided_by = $2, decided_by_name = $3,
        decided_at = clock_timestamp() where id = $1`,
      [proposal, undoing.actor.id, undoing.actor.name],
    );
    await withdrawProvenance(app, proposal, undoing.actor);
  });
}

async function isChanged(database: GuruDatabase, made: readonly WrittenDraft[]): Promise<boolean> {
  for (const draft of made) {
    const now = await lockDraft(database, draft, Object.keys(draft.after));
    // A new draft that is gone is where undoing leads anyway.
    if (now === undefined) continue;
    if (changedFields(now.fields, draft.after).length > 0) return true;
    if (draft.isNew && (await strangersBelow(database, draft, made)) > 0) return true;
  }
  return false;
}
