import { tree } from '../../../server/tree';
import type { HistoryLine } from '../../../server/wire';
import { en } from '../translations/en';
import type { Word } from '../words';

const words = new Set<string>(Object.keys(en));
const isWord = (text: string): text is Word => words.has(text);

/** The word for what was done; a newer server may know an action that these pages do not. */
export const actionWord = (action: string): Word | null => {
  const word = `action.${action}`;
  return isWord(word) ? word : null;
};

/** What may be filtered by, in the order of the list. */
export const actions: readonly string[] = Object.keys(en).flatMap((word) =>
  word.startsWith('action.') ? [word.slice('action.'.length)] : [],
);

export const outcomes: readonly HistoryLine['outcome'][] = ['done', 'refused', 'failed'];

/** How many things of each kind, in the order of the tree and without the course itself. */
export function countsOf(line: HistoryLine): readonly { readonly word: Word; count: number }[] {
  return tree.flatMap(({ name }) => {
    const count = line.counts?.[name] ?? 0;
    return name !== 'course' && count > 0 ? [{ word: `kind.${name}` as const, count }] : [];
  });
}

/** Which two versions show what a line changed; null where it made none. */
export function changesOf(
  line: HistoryLine,
): { readonly from: number; readonly to: number } | null {
  const { action, outcome, version } = line;
  const made = action === 'publish' || action === 'rollback';
  if (!made || outcome !== 'done' || version === null || version < 2) return null;
  return { from: version - 1, to: version };
}
