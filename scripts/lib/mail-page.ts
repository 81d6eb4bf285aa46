/** One caught mail; `links` are the addresses that stand in its text. */
export interface Mail {
  readonly id: number;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly date: string;
  readonly text: string;
  readonly links: readonly string[];
  /** The files that came along, known by the hash of their bytes. */
  readonly attachments: readonly { readonly name: string; readonly sha256: string }[];
}

const link = /https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]]/g;

export function linksOf(text: string): string[] {
  return text.match(link) ?? [];
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** The text as HTML: everything escaped, and only web addresses become links. */
export function textAsHtml(text: string): string {
  let html = '';
  let done = 0;
  for (const match of text.matchAll(link)) {
    const address = escapeHtml(match[0]);
    html += `${escapeHtml(text.slice(done, match.index))}<a href="${address}" rel="noreferrer">${address}</a>`;
    done = match.index + match[0].length;
  }
  return html + escapeHtml(text.slice(done));
}

export function mailPage(mails: readonly Mail[]): string {
  const items = mails.toReversed().map(
    (mail) => `<article>
<h2>${escapeHtml(mail.subject) || '(no subject)'}</h2>
<p class="who">${escapeHtml(mail.from)} to ${escapeHtml(mail.to.join(', '))}, <time>${escapeHtml(mail.date)}</time></p>
<pre>${textAsHtml(mail.text)}</pre>
${mail.attachments.map(({ name }) => `<p class="who">Attached: ${escapeHtml(name)}</p>\n`).join('')}</article>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Mails (${mails.length})</title>
<style>
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem; }
article { border-top: 1px solid #8886; padding: 1rem 0; }
h2 { font-size: 1.1rem; margin: 0; }
.who { margin: 0; opacity: .8; font-size: .9rem; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; }
</style>
</head>
<body>
<main>
<h1>Mails sent by this system</h1>
<p>They went to nobody: this page is where they end. Reload it to see new ones.</p>
${items.join('\n') || '<p>None yet.</p>'}
</main>
</body>
</html>
`;
}
