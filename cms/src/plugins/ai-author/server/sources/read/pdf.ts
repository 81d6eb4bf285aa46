import { mostCharacters } from '../limits';
import { type ReadDocument, type Section, Unreadable } from './document';

const mostPages = 3000;
/** Letters a page has at least on average where a PDF holds text and not only pictures of it. */
const fewestLetters = 20;

interface Item {
  readonly str: string;
  readonly hasEOL: boolean;
  readonly height: number;
  readonly transform: readonly number[];
}

/**
 * The text of a PDF, page by page. Its metadata, notes and attachments are not read. `characterMaps` is
 * the folder with the tables by which Chinese, Japanese and Korean fonts name their letters.
 */
export async function readPdf(bytes: Uint8Array, characterMaps: string): Promise<ReadDocument> {
  const { getDocument, VerbosityLevel } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const loading = getDocument({
    data: bytes,
    verbosity: VerbosityLevel.ERRORS,
    useSystemFonts: false,
    disableFontFace: true,
    enableXfa: false,
    stopAtErrors: false,
    cMapUrl: `${characterMaps}/`,
    cMapPacked: true,
  });
  try {
    const document = await loading.promise;
    if (document.numPages > mostPages) throw new Unreadable('ai.source-too-long');
    const sections: Section[] = [];
    let characters = 0;
    for (let number = 1; number <= document.numPages; number += 1) {
      const page = await document.getPage(number);
      const { items } = await page.getTextContent();
      page.cleanup();
      const text = paragraphsOf(items as unknown as readonly Item[]);
      characters += text.length;
      if (characters > mostCharacters) throw new Unreadable('ai.source-too-long');
      if (text !== '') sections.push({ path: [`Page ${number}`], text });
    }
    if (characters < fewestLetters * document.numPages) throw new Unreadable('ai.source-scanned');
    return { title: null, sections, isPaged: true };
  } catch (error) {
    if (error instanceof Error && error.name === 'PasswordException')
      throw new Unreadable('ai.source-encrypted');
    throw error;
  } finally {
    await loading.destroy();
  }
}

/** Lines put together to paragraphs: a new one begins where the gap between lines is a wide one. */
export function paragraphsOf(items: readonly Item[]): string {
  const paragraphs: string[] = [];
  let line = '';
  let paragraph = '';
  let lastY: number | null = null;
  let y: number | null = null;
  let height = 0;
  const endLine = (): void => {
    const words = line.replaceAll(/\s+/g, ' ').trim();
    line = '';
    if (words === '') return;
    const gap = lastY === null || y === null ? 0 : Math.abs(lastY - y);
    if (paragraph !== '' && height > 0 && gap > 1.7 * height) {
      paragraphs.push(paragraph);
      paragraph = '';
    }
    // A word that was divided at the end of a line.
    if (/\p{Ll}-$/u.test(paragraph) && /^\p{Ll}/u.test(words))
      paragraph = paragraph.slice(0, -1) + words;
    else paragraph += paragraph === '' ? words : ` ${words}`;
    lastY = y;
  };
  for (const { str, hasEOL, height: own, transform } of items) {
    if (str.trim() !== '') {
      y = transform[5] ?? y;
      if (own > 0) height = own;
    }
    line += str;
    if (hasEOL) endLine();
  }
  endLine();
  if (paragraph !== '') paragraphs.push(paragraph);
  return paragraphs.join('\n\n');
}
