/**
 * users-permissions sends one string as both the HTML and the text of a mail. This makes the text
 * a person reads in a plain mail program out of our own templates' few tags.
 */
export function plainText(html: string): string {
  return html
    .replace(/<\/(p|h1|h2)>\s*/gi, '\n\n')
    .replace(/<br\s*\/?>\s*/gi, '\n')
    .replace(/<[^>]+>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .trim();
}

export interface Sender {
  readonly name: string;
  readonly email: string;
}

/** Splits `Name <address>`; a bare address is its own name. */
export function parseSender(from: string): Sender {
  const match = /^\s*(.*?)\s*<\s*([^<>\s]+)\s*>\s*$/.exec(from);
  const email = match?.[2] ?? from.trim();
  return { name: match?.[1]?.replace(/^"(.*)"$/, '$1') || email, email };
}
