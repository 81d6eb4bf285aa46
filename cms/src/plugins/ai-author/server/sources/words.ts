/** Words that say nothing of what a text is about. */
const empty = new Set(
  `about above after again all also and any are because been before being below between both but can
  could did does doing down during each few for from further had has have having here how into its
  itself just let many may more most much must not now off once one only other our out over own same
  she should some such than that the their them then there these they this those through too two under
  until upon use used uses using very was were what when where which while who why will with within
  without would you your`.split(/\s+/),
);

/** Letters with their marks, or digits with points and commas between them. */
const word = /\p{N}+(?:[.,]\p{N}+)*|[\p{L}\p{M}\p{N}_\u200C\u200D]+/gu;

/** In which a word may be one or two signs long. */
const dense = /[\u0900-\u11FF\u1780-\u17FF\u2E80-\u9FFF\uAC00-\uD7FF]/;

/**
 * What a text is about: its words in lower case, without those that say nothing, and cut to their stems
 * as far as English endings go, so that `loops` and `looping` are `loop`.
 */
export function termsOf(text: string): Set<string> {
  const terms = new Set<string>();
  for (const [found] of text.normalize('NFKC').toLowerCase().matchAll(word)) {
    const isNumber = /^\p{N}/u.test(found);
    if (!isNumber && !dense.test(found) && found.length < 3) continue;
    if (!empty.has(found)) terms.add(stemOf(found));
  }
  return terms;
}

/** A word without an English ending, never shorter than four letters. */
export function stemOf(word: string): string {
  if (!/^[a-z]+$/.test(word)) return word;
  const stem = word
    .replace(/(?<=....)(?:ies|ied)$/, 'y')
    .replace(/(?<=....)(?:ing|ed|es|s|ly)$/, '')
    .replace(/(?<=...)(?:e|y|i)$/, '');
  // `running`, `stopped`.
  return stem.length > 3 ? stem.replace(/([b-df-hj-np-tv-z])\1$/, '$1') : stem;
}
