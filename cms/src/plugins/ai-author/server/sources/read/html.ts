import type { ReadDocument } from './document';
import { markdownOf } from './html-text';
import { sectionsOfMarkdown } from './markdown';

interface ParsedDocument {
  readonly title: string;
  readonly body: Element;
  querySelectorAll(selector: string): Iterable<ParsedElement>;
}
interface ParsedElement {
  readonly nodeName: string;
  remove(): void;
  getAttribute(name: string): string | null;
}
type Element = Parameters<typeof markdownOf>[0];

async function parse(html: string): Promise<ParsedDocument> {
  const { parseHTML } = await import('linkedom');
  const isPage = /<(html|body|head)[\s>]/i.test(html);
  const page = isPage ? html : `<!doctype html><html><head></head><body>${html}</body></html>`;
  return parseHTML(page).document as unknown as ParsedDocument;
}

/** What a page shows to nobody, by the ways that stand in the page itself; a style sheet is not read. */
const hiddenStyle =
  /display\s*:\s*none|visibility\s*:\s*(hidden|collapse)|opacity\s*:\s*0(\.0*)?\s*(;|!|$)|font-size\s*:\s*0(\.0*)?(px|em|rem|pt|%)?\s*(;|!|$)/i;

function takeOutHidden(document: ParsedDocument): void {
  for (const element of [...document.querySelectorAll('[hidden], [aria-hidden="true"], [style]')]) {
    const style = element.getAttribute('style');
    const isHidden =
      element.getAttribute('hidden') !== null ||
      element.getAttribute('aria-hidden') === 'true' ||
      (style !== null && hiddenStyle.test(style));
    if (isHidden && !/^(html|body)$/i.test(element.nodeName)) element.remove();
  }
}

/**
 * The main content of a web page (Mozilla's Readability, which Firefox reads pages with; the whole body
 * where that finds none) without what the page itself hides.
 */
export async function readHtml(html: string): Promise<ReadDocument> {
  const document = await parse(html);
  takeOutHidden(document);
  // It takes apart what it is given.
  const whole = markdownOf(document.body);
  const title = document.title.trim();
  const { Readability } = await import('@mozilla/readability');
  const article = new Readability(document as never, { charThreshold: 250 }).parse();
  const main = article?.content ? await htmlToMarkdown(article.content) : '';
  const name = (article?.title ?? '').trim() || title;
  return {
    title: name === '' ? null : name,
    sections: await sectionsOfMarkdown(main === '' ? whole : main),
    isPaged: false,
  };
}

/** A piece of HTML as Markdown, all of it but what is hidden. */
export async function htmlToMarkdown(html: string): Promise<string> {
  const document = await parse(html);
  takeOutHidden(document);
  return markdownOf(document.body);
}

/** The charset that an HTML file names in its first bytes. */
export function charsetOfHtml(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.subarray(0, 2048)).toString('latin1');
  return /<meta[^>]{1,200}charset\s*=\s*["']?\s*([\w.:-]{1,40})/i.exec(head)?.[1] ?? null;
}
