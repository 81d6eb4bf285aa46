import type { Row, Section } from './inventory';

/**
 * The same data for people: one HTML page that needs nothing from anywhere, runs nothing and prints
 * well. Every text is somebody's, so nothing goes into the page that was not escaped here.
 */

/** Marks that turn text around or cannot be seen, shown by their number instead of doing their work. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
const unseen = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

export const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
    .replaceAll(
      unseen,
      (mark) => `[U+${(mark.codePointAt(0) ?? 0).toString(16).padStart(4, '0').toUpperCase()}]`,
    );

const label = (name: string): string => {
  const words = name.replaceAll('_', ' ');
  return escaped(words.charAt(0).toUpperCase() + words.slice(1));
};

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/;
const moment = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'medium',
  timeStyle: 'medium',
  timeZone: 'UTC',
});

function value(given: unknown): string {
  if (given === null || given === undefined || given === '') return '<i>nothing</i>';
  if (typeof given === 'boolean') return given ? 'yes' : 'no';
  if (Array.isArray(given)) {
    if (given.length === 0) return '<i>nothing</i>';
    return `<ul>${given.map((one) => `<li>${value(one)}</li>`).join('')}</ul>`;
  }
  if (typeof given === 'object') {
    const entries = Object.entries(given);
    return entries.length === 0 ? '<i>nothing</i>' : list(entries);
  }
  const text = String(given);
  if (instant.test(text)) {
    return `<time datetime="${escaped(text)}">${moment.format(new Date(text))} UTC</time>`;
  }
  if (text.includes('\n')) return `<pre dir="auto">${escaped(text)}</pre>`;
  return `<bdi>${escaped(text)}</bdi>`;
}

const list = (entries: readonly (readonly [string, unknown])[]): string =>
  `<dl>${entries.map(([name, one]) => `<div><dt>${label(name)}</dt><dd>${value(one)}</dd></div>`).join('')}</dl>`;

const styles = `
:root { color-scheme: light dark; --line: #8884; --soft: #8881; }
body { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { line-height: 1.2; }
h2 { margin: 3rem 0 .25rem; }
nav ul { columns: 16rem; padding-left: 1.2em; }
article { margin: 1rem 0; padding: .5rem 1rem; border: 1px solid var(--line); border-radius: .5rem; break-inside: avoid; }
dl { margin: 0; }
dl > div { display: grid; grid-template-columns: minmax(6rem, 12rem) 1fr; gap: .25rem 1rem; padding: .2rem 0; }
dt { font-weight: 600; }
dd { margin: 0; min-width: 0; }
dd ul { margin: 0; padding-left: 1.2em; }
dd dl { padding-left: .75rem; border-left: 2px solid var(--line); }
pre { margin: 0; padding: .5rem; background: var(--soft); white-space: pre-wrap; }
@media (max-width: 34rem) { dl > div { grid-template-columns: 1fr; gap: 0; } }
@media print { body { max-width: none; padding: 0; } nav { display: none; } }
`;

export const page = {
  head: (
    { school, at }: { readonly school: string; readonly at: string },
    sections: readonly Section[],
  ): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Everything about you</title>
<style>${styles}</style>
</head>
<body>
<header>
<h1>Everything about you</h1>
<p>What ${escaped(school)} kept about you on ${value(at)}. The same stands in the file data.json for programs.</p>
<nav aria-label="Contents"><ul>
${sections.map(({ name, title }) => `<li><a href="#${escaped(name)}">${escaped(title)}</a></li>`).join('\n')}
</ul></nav>
</header>
<main>
`,
  sectionHead: ({ name, title, about }: Section): string =>
    `<section id="${escaped(name)}">\n<h2>${escaped(title)}</h2>\n<p>${escaped(about)}</p>\n`,
  row: (row: Row): string => `<article>${list(Object.entries(row))}</article>\n`,
  sectionFoot: (count: number): string =>
    `${count === 0 ? '<p><i>There is nothing of this kind.</i></p>\n' : ''}</section>\n`,
  foot: (): string => '</main>\n</body>\n</html>\n',
} as const;
