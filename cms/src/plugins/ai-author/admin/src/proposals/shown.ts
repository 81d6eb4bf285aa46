import type { Block, JobRecord, Proposal, ProposalState } from '../../../server/wire';

/** Which proposals are looked at; what is absent narrows nothing. */
export interface Wanted {
  readonly state?: ProposalState | undefined;
  readonly job?: number | undefined;
}

/** Proposals of one step, which are about one draft. */
export interface Group {
  readonly stepId: number;
  readonly proposals: readonly Proposal[];
}

/**
 * The proposals to show: those that were read, those that arrived since, and in place of either what
 * was decided here, which stays in view so that it can be undone.
 */
export function shownProposals(
  read: readonly Proposal[],
  arrived: readonly Proposal[],
  decided: ReadonlyMap<number, Proposal>,
  wanted: Wanted,
): Proposal[] {
  const fits = (proposal: Proposal) =>
    (wanted.state === undefined || proposal.state === wanted.state) &&
    (wanted.job === undefined || proposal.jobId === wanted.job);
  const shown = new Map<number, Proposal>();
  for (const proposal of arrived) if (fits(proposal)) shown.set(proposal.id, proposal);
  for (const proposal of read) {
    // Once it left the state “open” it never comes back to it, so the other state is the newer one.
    const newer = arrived.find(({ id, state }) => id === proposal.id && state !== 'open');
    if (newer === undefined || proposal.state !== 'open') shown.set(proposal.id, proposal);
    else if (fits(newer)) shown.set(newer.id, newer);
  }
  for (const [id, proposal] of decided) shown.set(id, { ...shown.get(id), ...proposal });
  return [...shown.values()];
}

/** The newest job first, and what it wrote in the order in which it was planned. */
export function grouped(proposals: readonly Proposal[]): Group[] {
  const sorted = proposals.toSorted(
    (one, other) => other.jobId - one.jobId || one.stepId - other.stepId || one.id - other.id,
  );
  const groups = new Map<number, Proposal[]>();
  for (const proposal of sorted)
    groups.set(proposal.stepId, [...(groups.get(proposal.stepId) ?? []), proposal]);
  return [...groups].map(([stepId, proposals]) => ({ stepId, proposals }));
}

const longestName = 120;

/** What a new entry is called, in one line; empty where it has no name of its own. */
export function nameOf({ fields }: Pick<Block, 'fields'>): string {
  const name = fields.title ?? fields.name ?? fields.question_text;
  if (typeof name !== 'string') return '';
  // A question may be as long as a text, with code in it.
  const [line = ''] = name.trim().split('\n');
  return line.length > longestName ? `${line.slice(0, longestName).trimEnd()}…` : line;
}

/** The proposals of a job that are about a draft: made for it, or for something directly below it. */
export const madeFor = ({ steps, proposals }: JobRecord, entry: string): Proposal[] => {
  const about = new Set(
    steps.filter(({ target }) => target.documentId === entry).map(({ id }) => id),
  );
  return proposals.filter(
    ({ stepId, documentId, parent }) =>
      about.has(stepId) ||
      documentId === entry ||
      (parent !== null && 'documentId' in parent && parent.documentId === entry),
  );
};
