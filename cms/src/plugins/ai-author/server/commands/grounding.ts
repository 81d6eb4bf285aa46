import { checkCitations } from '../sources';
import type { Check, NewProposal, Passage } from './command';
import { failedCheck } from './rules';
import type { Cited } from './shapes';

/**
 * What of a block stands in the sources, with what its command checked. `uncovered` is null where no
 * source was attached.
 */
export function grounded(
  text: string,
  cited: readonly Cited[],
  passages: readonly Passage[],
  checks: readonly Check[] = [],
): Pick<NewProposal, 'citations' | 'uncovered' | 'checks'> {
  if (passages.length === 0) return { citations: [], uncovered: null, checks };
  const { citations, dropped, uncovered } = checkCitations(text, cited, passages);
  const wrong = dropped.map(({ passage, quote, reason }) =>
    failedCheck('citation', `Left out, ${reason}: ${passage}, “${quote.slice(0, 200)}”.`),
  );
  return { citations, uncovered, checks: [...checks, ...wrong] };
}
