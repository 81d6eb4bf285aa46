import type { Checked, Passage, Work } from '../commands';

/**
 * The better of two answers that are usable although something is wrong with them: the one of which more
 * is left to propose (it throws where nothing is), else the one with fewer remarks, else the later.
 */
export function better(
  work: Pick<Work, 'proposals'>,
  passages: readonly Passage[],
  earlier: Checked | null,
  later: Checked,
): Checked {
  if (earlier === null) return later;
  const left = (checked: Checked): number => {
    try {
      const proposals = work.proposals(checked, passages);
      return proposals.reduce((sum, { children }) => sum + 1 + children.length, 0);
    } catch {
      return 0;
    }
  };
  const more = left(earlier) - left(later);
  if (more !== 0) return more > 0 ? earlier : later;
  return earlier.remarks.length < later.remarks.length ? earlier : later;
}
