import type { Block, Proposal, ProposalPage, ProposalState } from '../../../server/wire';
import type { Held, Known } from './held';

/** Which proposals are looked at; what is absent narrows nothing. */
export interface Wanted {
  readonly state?: ProposalState | undefined;
  readonly job?: number | undefined;
  /** The document id of the draft they are about. */
  readonly entry?: string | undefined;
  /** Only older ones than this. */
  readonly before?: number | undefined;
}

/** A page of proposals, and when it was asked for, in milliseconds since 1970. */
export interface ReadPage extends ProposalPage {
  readonly askedAt: number;
}

/** Proposals of one step, which are about one draft. */
export interface Group {
  readonly stepId: number;
  readonly proposals: readonly Proposal[];
}

/** The same for the same choice of filters. */
export const placeOf = ({ state, job, entry, before }: Wanted): string =>
  [state ?? 'all', job ?? '', entry ?? '', before ?? ''].join(' ');

/**
 * The proposals to show: those that were read, those that jobs told of, and those that were decided
 * or are being edited at this place, whatever they are now. Each as it was known last.
 */
export function shownProposals(read: ReadPage, held: Held, wanted: Wanted): Proposal[] {
  const place = placeOf(wanted);
  const isHere = (done: { readonly place: string | null }) => done.place === place;
  const newest = new Map<number, Known>();
  const learn = (known: Known) => {
    const before = newest.get(known.proposal.id);
    if (before === undefined || before.since <= known.since) newest.set(known.proposal.id, known);
  };
  for (const known of held.edits.values()) learn(known);
  for (const { proposals } of held.told.values())
    for (const known of proposals.values()) learn(known);
  for (const proposal of read.rows) learn({ proposal, since: read.askedAt });
  for (const known of held.decided.values()) learn(known);
  for (const known of acceptedAlong(newest, held.taken)) learn(known);

  const fits = ({ state, jobId }: Proposal) =>
    (wanted.state === undefined || state === wanted.state) &&
    (wanted.job === undefined || jobId === wanted.job);
  const shown = new Map<number, Proposal>();
  const show = (id: number, isKept: boolean) => {
    const known = newest.get(id);
    if (known !== undefined && (isKept || fits(known.proposal))) shown.set(id, known.proposal);
  };
  for (const id of toldOf(held, wanted)) if (!isMissing(newest.get(id), read)) show(id, false);
  for (const { id } of read.rows) show(id, false);
  for (const kept of [held.decided, held.taken, held.edits])
    for (const [id, done] of kept) if (isHere(done)) show(id, true);
  return [...shown.values()];
}

/** What stands above one that was accepted was accepted with it, and what stands above that. */
function acceptedAlong(newest: ReadonlyMap<number, Known>, taken: Held['taken']): Known[] {
  const found: Known[] = [];
  for (const [first, { since, decidedBy, decidedAt }] of taken) {
    let id: number | null = first;
    while (id !== null) {
      const known: Known | undefined = newest.get(id);
      if (known === undefined || known.proposal.state !== 'open' || known.since > since) break;
      const { proposal } = known;
      const accepted = { state: 'accepted', canAskAgain: false, decidedBy, decidedAt } as const;
      found.push({ proposal: { ...proposal, ...accepted }, since });
      const { parent }: Proposal = proposal;
      id = parent !== null && 'proposal' in parent ? parent.proposal : null;
    }
  }
  return found;
}

/** What jobs told of, as far as it belongs on this page: the newest come first. */
function toldOf({ told }: Held, { entry, before }: Wanted): number[] {
  if (before !== undefined) return [];
  return [...told.values()].flatMap(({ targets, proposals }) =>
    [...proposals.values()]
      .filter(({ proposal }) => entry === undefined || isAbout(proposal, entry, targets))
      .map(({ proposal }) => proposal.id),
  );
}

/** A page that was asked for later, and reaches that far down, would have brought it if it still belonged there. */
function isMissing(known: Known | undefined, { rows, next, askedAt }: ReadPage): boolean {
  if (known === undefined || known.since >= askedAt) return false;
  const { id } = known.proposal;
  if (rows.some((row) => row.id === id)) return false;
  return next === null || id > (rows.at(-1)?.id ?? 0);
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

/** What the page says above the proposals: a word of `texts.ts`, and the figure that belongs into it. */
export type Saying =
  | {
      readonly word:
        | 'proposals.none'
        | 'proposals.none.found'
        | 'proposals.none.done'
        | 'proposals.none.made'
        | 'proposals.decided';
    }
  | { readonly word: 'proposals.count'; readonly count: number };

interface Around {
  /** Filters are set. */
  readonly isNarrowed: boolean;
  /** A job runs here, or does not go on. */
  readonly hasJob: boolean;
  /** All of one job that is done is looked at. */
  readonly isDone: boolean;
}

/** @returns null where a job says more */
export function sayingOf(
  shown: readonly Proposal[],
  { state }: Wanted,
  { isNarrowed, hasJob, isDone }: Around,
): Saying | null {
  if (shown.length === 0) {
    if (hasJob) return null;
    if (isDone && state === 'open') return { word: 'proposals.none.done' };
    if (isDone && state === undefined) return { word: 'proposals.none.made' };
    return { word: isNarrowed ? 'proposals.none.found' : 'proposals.none' };
  }
  if (state !== 'open') return { word: 'proposals.count', count: shown.length };
  const count = shown.filter((proposal) => proposal.state === 'open').length;
  return count === 0 ? { word: 'proposals.decided' } : { word: 'proposals.count', count };
}

/** Whether an outline was accepted at this place just now, and nothing of it is left to decide about. */
export function isOutlineIn(shown: readonly Proposal[], held: Held, wanted: Wanted): boolean {
  const place = placeOf(wanted);
  const outline = shown.filter(({ command }) => command === 'outline');
  return (
    outline.every(({ state }) => state !== 'open') &&
    outline.some(({ id, state }) => state === 'accepted' && held.decided.get(id)?.place === place)
  );
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

/** Whether a proposal is about a draft: made for it, or for something directly below it. */
const isAbout = (
  { stepId, documentId, parent }: Proposal,
  entry: string,
  targets: ReadonlyMap<number, string>,
): boolean =>
  targets.get(stepId) === entry ||
  documentId === entry ||
  (parent !== null && 'documentId' in parent && parent.documentId === entry);
