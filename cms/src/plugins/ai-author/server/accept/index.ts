import type { Core } from '@strapi/strapi';
import type { Administrator } from '../../../../lib/admin-request';
import { asGuru } from '../../../../lib/guru';
import { Refusal, refusalFrom } from '../../../../lib/refusal';
import { accept } from './accept';

export { type Acceptance, accept } from './accept';
export { type Undoing, undo } from './undo';

export interface Decision {
  readonly actor: Administrator;
}

/** A proposal that could not be accepted with the others, and why. */
export interface RefusedProposal {
  readonly id: number;
  readonly code: string;
  readonly message: string;
}

/**
 * Accepts several as they are, in the order in which they were made; they stay unreviewed. Each is a
 * transaction of its own, so that one that is refused does not keep the others back.
 */
export async function acceptMany(
  app: Core.Strapi,
  proposals: readonly number[],
  { actor }: Decision,
): Promise<{ accepted: number[]; refused: RefusedProposal[] }> {
  const accepted: number[] = [];
  const refused: RefusedProposal[] = [];
  for (const id of [...new Set(proposals)].sort((a, b) => a - b)) {
    try {
      await accept(app, id, { actor, isReviewed: false });
      accepted.push(id);
    } catch (error) {
      const refusal = refusalFrom(error);
      if (refusal === undefined) throw error;
      // It was taken along by one that stands below it.
      if (refusal.code === 'ai.already-decided' && (await isAccepted(app, id))) accepted.push(id);
      else refused.push({ id, code: refusal.code, message: refusal.message });
    }
  }
  return { accepted, refused };
}

const isAccepted = async (app: Core.Strapi, id: number): Promise<boolean> =>
  asGuru(app, async (database) => {
    const found = await database.rows(
      `select from ai.proposals where id = $1 and state = 'accepted'`,
      [id],
    );
    return found.length > 0;
  });

/** Decides against an open proposal. */
export async function reject(
  app: Core.Strapi,
  proposal: number,
  { actor }: Decision,
): Promise<void> {
  const changed = await asGuru(app, (database) =>
    database.change(
      `update ai.proposals set state = 'rejected', decided_by = $2, decided_by_name = $3,
        decided_at = clock_timestamp() where id = $1 and state = 'open'`,
      [proposal, actor.id, actor.name],
    ),
  );
  if (changed === 0) throw new Refusal(409, 'ai.already-decided');
}

/**
 * Opens a proposal again that was rejected, or whose acceptance was undone, as if nobody had decided. Refuses
 * any other with `ai.already-decided`.
 */
export async function reopen(app: Core.Strapi, proposal: number): Promise<void> {
  // What accepting it made stays noted: a note that was made by it and still stands goes with its last part.
  const changed = await asGuru(app, (database) =>
    database.change(
      `update ai.proposals set state = 'open', decided_by = null, decided_by_name = null, decided_at = null,
        is_edited = false, replaced = null where id = $1 and state in ('rejected', 'undone')`,
      [proposal],
    ),
  );
  if (changed === 0) throw new Refusal(409, 'ai.already-decided');
}
