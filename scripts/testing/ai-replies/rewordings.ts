/** What the recorded model makes of any text: plain rules, so that the changes can be foreseen. */

const plainer: readonly (readonly [RegExp, string])[] = [
  [/\bin order to\b/gi, 'to'],
  [/\bdue to the fact that\b/gi, 'because'],
  [/\ba large number of\b/gi, 'many'],
  [/\ba lot of\b/gi, 'many'],
  [/\bis able to\b/gi, 'can'],
  [/\bare able to\b/gi, 'can'],
  [/\butili[sz]e\b/gi, 'use'],
  [/\bapproximately\b/gi, 'about'],
  [/\bsubsequently\b/gi, 'then'],
  [/\bhowever\b/gi, 'but'],
  [/\btherefore\b/gi, 'so'],
  [/\bdemonstrate\b/gi, 'show'],
  [/\bobtain\b/gi, 'get'],
  [/\bcommence\b/gi, 'begin'],
  [/\b(very|really|quite|basically|actually|simply) /gi, ''],
];

/** Whether a line is text and no heading, list, table, quote or picture. */
const isProse = (line: string): boolean => /^[^\s#>|!`~\-*+\d]/.test(line);

/** Changes prose line by line and leaves code, headings, lists and tables as they are. */
function perParagraph(text: string, change: (line: string) => string): string {
  let isCode = false;
  return text
    .split('\n')
    .map((line) => {
      if (/^\s*(```|~~~)/.test(line)) isCode = !isCode;
      // What stands between backticks or in a link must stay: such a line is left alone.
      return isCode || !isProse(line) || /[`\]]/.test(line) ? line : change(line);
    })
    .join('\n');
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const withPlainWords = (line: string): string =>
  capital(plainer.reduce((text, [words, better]) => text.replace(words, better), line));

const sentences = (line: string): string[] =>
  line.match(/[^.!?]+[.!?]+["”’)]*\s*|[^.!?]+$/g) ?? [line];

export const rewordings: Readonly<
  Record<'improve' | 'shorten' | 'simplify', (text: string) => string>
> = {
  improve: (text) =>
    perParagraph(text, (line) =>
      withPlainWords(line).replace(/; (\w)/g, (_, first: string) => `. ${first.toUpperCase()}`),
    ),
  shorten: (text) =>
    perParagraph(text, (line) => {
      const all = sentences(withPlainWords(line));
      return all
        .slice(0, Math.ceil(all.length / 2))
        .join('')
        .trim();
    }),
  simplify: (text) =>
    perParagraph(text, (line) =>
      withPlainWords(line).replace(
        /(?:; |, (?:and|but|which means that|so that) )(\w)/g,
        (_, first: string) => `. ${first.toUpperCase()}`,
      ),
    ),
};

/** A text of which is said that it is in another language: the recorded model knows only English. */
export const translated = (text: string, language: string): string => {
  let isCode = false;
  return text
    .split('\n')
    .map((line) => {
      if (/^\s*(```|~~~)/.test(line)) isCode = !isCode;
      const mark = /^(\s*(?:#{1,6} |[-*+] |\d+[.)] |> )?)(.*\p{L}.*)$/u.exec(line);
      return isCode || !mark || /^\s*\|/.test(line) ? line : `${mark[1]}[${language}] ${mark[2]}`;
    })
    .join('\n');
};
