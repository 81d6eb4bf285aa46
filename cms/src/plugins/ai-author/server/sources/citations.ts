import type { Citation } from '../wire';
import { termsOf } from './words';

/** A passage as it was given to the model, under the label it has in that request. */
export interface Passage {
  readonly label: string;
  readonly source: string;
  readonly place: string;
  readonly text: string;
}

/** What the model cites: a label and words of that passage. */
export interface Cited {
  readonly passage: string;
  readonly quote: string;
}

export interface DroppedCitation extends Cited {
  readonly reason: 'no such passage' | 'not in the passage' | 'too short';
}

export interface Grounding {
  readonly citations: readonly Citation[];
  /** What was cited and is not so. */
  readonly dropped: readonly DroppedCitation[];
  readonly uncovered: readonly string[];
}

/** A quote shorter than this stands in any text. */
const fewestSigns = 12;
const longestQuote = 600;
/** So much of what a sentence is about must stand in one passage that is cited. */
const share = 0.5;
/** A sentence about less than this says nothing that could be held against a source. */
const fewestTerms = 3;

/**
 * Holds a block of text against the passages it cites. A citation stands only where its quote really is
 * in that passage; case, spaces, line ends, kinds of quotation marks and dashes, and the marks of
 * Markdown do not matter, and `…` may stand for what is left out.
 *
 * `uncovered` are the sentences that no cited passage supports. That is a rule of thumb: a sentence is
 * covered when one cited passage has at least half of its terms (words without the common ones, cut to
 * their stems) and all of its numbers. It does not understand what it compares: a sentence that says the
 * opposite with the same words counts as covered, and one that was translated as not. Headings, code and
 * sentences of fewer than three terms are not looked at.
 */
export function checkCitations(
  text: string,
  cited: readonly Cited[],
  passages: readonly Passage[],
): Grounding {
  const citations: Citation[] = [];
  const dropped: DroppedCitation[] = [];
  const holding = new Set<Passage>();
  const seen = new Set<string>();
  for (const one of cited) {
    const label = one.passage.trim().replace(/^\[(.*)\]$/, '$1');
    const passage = passages.find((given) => given.label === label);
    const reason = passage === undefined ? 'no such passage' : whyNot(one.quote, passage.text);
    if (passage === undefined || reason !== null) {
      dropped.push({ ...one, reason: reason ?? 'no such passage' });
      continue;
    }
    holding.add(passage);
    const quote = shortened(one.quote.replaceAll(/\s+/g, ' ').trim());
    const key = JSON.stringify([passage.label, quote]);
    if (!seen.has(key)) citations.push({ source: passage.source, place: passage.place, quote });
    seen.add(key);
  }
  return { citations, dropped, uncovered: uncoveredOf(text, [...holding]) };
}

function whyNot(quote: string, text: string): DroppedCitation['reason'] | null {
  const parts = quote
    .split(/…|\.{3,}|\[…\]/)
    .map(plain)
    .filter((part) => part !== '');
  if (parts.join('').length < fewestSigns) return 'too short';
  const whole = plain(text);
  let at = 0;
  for (const part of parts) {
    const found = whole.indexOf(part, at);
    if (found === -1) return 'not in the passage';
    at = found + part.length;
  }
  return null;
}

/** A text as two people would say that it is the same. */
function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\u2018-\u201B\u2032`´]/g, "'")
    .replaceAll(/[\u201C-\u201F\u2033«»]/g, '"')
    .replaceAll(/[\u2010-\u2015\u2212]/g, '-')
    .replaceAll(/[*_#>|]+/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/^["'\s]+|["'\s.]+$/g, '');
}

function shortened(quote: string): string {
  const signs = [...quote];
  return signs.length <= longestQuote ? quote : `${signs.slice(0, longestQuote - 1).join('')}…`;
}

function uncoveredOf(text: string, passages: readonly Passage[]): string[] {
  const known = passages.map((passage) => termsOf(passage.text));
  return sentencesOf(text).filter((sentence) => {
    const terms = [...termsOf(sentence)];
    if (terms.length < fewestTerms) return false;
    return !known.some((passage) => {
      const missing = terms.filter((term) => !passage.has(term));
      const hasNumbers = missing.every((term) => !/^\p{N}/u.test(term));
      return hasNumbers && missing.length <= terms.length * (1 - share);
    });
  });
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'sentence' });

/** The sentences of a Markdown text, as they are read: without headings, code, tables' rules and marks. */
export function sentencesOf(text: string): string[] {
  const shown = text
    .replaceAll(
      /^( {0,3})(`{3,}|~{3,})[^\n]*\n[\s\S]*?(?:^ {0,3}\2[`~]*[ \t]*$|(?![\s\S]))/gm,
      '\n\n',
    )
    .replaceAll(/^ {0,3}#{1,6}[ \t].*$/gm, '\n')
    .replaceAll(/!\[[^\]\n]*\]\([^)\n]*\)/g, '')
    .replaceAll(/\[([^\]\n]*)\]\([^)\n]*\)/g, '$1')
    .replaceAll(/^[ \t|:-]+$/gm, '\n')
    // Each item of a list and each row of a table stands for itself.
    .replaceAll(/^[ \t]*(?:[-*+]|\d{1,9}[.)]|>|\|)[ \t]+/gm, '\n\n')
    .replaceAll(/\*\*|__|(?<!\w)[*_]|[*_](?!\w)|`/g, '');
  return shown
    .split(/\n{2,}/)
    .flatMap((paragraph) => [...segmenter.segment(paragraph.replaceAll(/\s+/g, ' ').trim())])
    .map(({ segment }) => segment.trim())
    .filter((sentence) => sentence !== '');
}
