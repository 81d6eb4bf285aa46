import { fieldName } from '../../../../publisher/admin/src/names';
import type { Block } from '../../../server/wire';
import { inOrder } from '../fields/forms';
import { useWords } from '../words';
import { nameOf } from './shown';

/** Of more fields than these the heading names none: they stand below it. */
const mostNamed = 2;

/** What a block is, in one line: the fields it changes, or the new entry. */
export function useHeading(): (block: Block, isNew: boolean) => string {
  const { say, list } = useWords();
  return (block, isNew) => {
    const kind = say(`kind.${block.kind}`);
    const names = inOrder(block.kind, Object.keys(block.fields)).map(fieldName);
    if (isNew) {
      // A part of a lesson's notes has no name: it is called by what it fills.
      const name = nameOf(block) || (names.length <= mostNamed ? list(names) : '');
      return name === ''
        ? say('card.new', { kind: kind.toLowerCase() })
        : say('card.new.named', { kind: kind.toLowerCase(), name });
    }
    if (names.length <= mostNamed) return say('card.fields', { kind, fields: list(names) });
    return block.kind === 'course' ? say('card.course') : kind;
  };
}
