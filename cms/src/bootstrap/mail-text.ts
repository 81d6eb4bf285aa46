/**
 * Strapi sends its admin's mails as one string that is both HTML and text. This makes the text a person
 * reads in a plain mail program out of the few tags of its templates.
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
