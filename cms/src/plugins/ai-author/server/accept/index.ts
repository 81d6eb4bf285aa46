import type { Core } from '@strapi/strapi';
import type { Administrator } from '../../../../lib/admin-request';
import type { Block, Fields } from '../wire';

export interface Decision {
  readonly actor: Administrator;
}

export interface Acceptance extends Decision {
  /** Values as an editor changed them; what is absent is accepted as proposed. */
  readonly fields?: Fields | undefined;
  /** Entries below a new one, as an editor left them; absent: as proposed. */
  readonly children?: Block['children'] | undefined;
  /** Write although the draft has changed since. */
  readonly overwrite?: boolean | undefined;
  /** A person has looked at this one. */
  readonly isReviewed: boolean;
}

const notThere = (): never => {
  throw new Error('Accepting comes with the next change.');
};

/** Writes an open proposal into its draft, with its provenance, in one transaction. */
export async function accept(
  _app: Core.Strapi,
  _proposal: number,
  _acceptance: Acceptance,
): Promise<{ documentId: string }> {
  return notThere();
}

/** Accepts several as they are; they stay unreviewed. Each is a transaction of its own. */
export async function acceptMany(
  _app: Core.Strapi,
  _proposals: readonly number[],
  _decision: Decision,
): Promise<{
  accepted: number[];
  refused: { id: number; code: string; message: string }[];
}> {
  return notThere();
}

/** Decides against an open proposal. */
export async function reject(
  _app: Core.Strapi,
  _proposal: number,
  _decision: Decision,
): Promise<void> {
  return notThere();
}

/** Gives back what was before a proposal was accepted, or deletes what accepting made. */
export async function undo(
  _app: Core.Strapi,
  _proposal: number,
  _decision: Decision & { readonly overwrite?: boolean | undefined },
): Promise<void> {
  return notThere();
}
