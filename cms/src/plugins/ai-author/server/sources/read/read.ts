import { cleanLine, cleanText } from '../clean';
import { mostCharacters } from '../limits';
import { type Piece, piecesOf } from '../passages';
import { decode } from './decode';
import { type ReadDocument, Unreadable } from './document';
import { readDocx } from './docx';
import { charsetOfHtml, htmlToMarkdown, readHtml } from './html';
import { readMarkdown } from './markdown';
import { readPdf } from './pdf';

export type SourceKind = 'markdown' | 'text' | 'pdf' | 'docx' | 'web';

export interface ReadResult {
  readonly title: string | null;
  readonly characters: number;
  readonly pieces: readonly Piece[];
}

/** Reads a file of a kind into its pieces. Throws `Unreadable`, and whatever a reader throws at a damaged file. */
export async function readBytes(
  kind: SourceKind,
  charset: string | null,
  bytes: Uint8Array,
  characterMaps: string,
): Promise<ReadResult> {
  const { title, sections, isPaged } = await documentOf(kind, charset, bytes, characterMaps);
  const clean = sections
    .map(({ path, text }) => ({
      path: path.map((name) => cleanLine(name, 100)),
      text: cleanText(text),
    }))
    .filter(({ text }) => text !== '');
  const characters = clean.reduce((sum, { text }) => sum + text.length, 0);
  if (characters > mostCharacters) throw new Unreadable('ai.source-too-long');
  // Letters and numbers, not the marks of a table without content.
  if (!clean.some(({ text }) => /[\p{L}\p{N}]/u.test(text)))
    throw new Unreadable('ai.source-empty');
  return {
    title: title === null ? null : cleanLine(title, 200) || null,
    characters,
    pieces: piecesOf({ title, isPaged, sections: clean }),
  };
}

async function documentOf(
  kind: SourceKind,
  charset: string | null,
  bytes: Uint8Array,
  characterMaps: string,
): Promise<ReadDocument> {
  switch (kind) {
    case 'pdf':
      return readPdf(bytes, characterMaps);
    case 'docx':
      return readDocx(bytes);
    case 'web':
      return readHtml(text(bytes, charset ?? charsetOfHtml(bytes)));
    case 'markdown':
      return readMarkdown(cleanText(text(bytes, charset)), htmlToMarkdown);
    case 'text': {
      const section = { path: [], text: text(bytes, charset) };
      return { title: null, sections: [section], isPaged: false };
    }
  }
}

/** Refused before it is parsed, where it is longer than its text could be by far. */
function text(bytes: Uint8Array, charset: string | null): string {
  const decoded = decode(bytes, charset);
  if (decoded.length > 5 * mostCharacters) throw new Unreadable('ai.source-too-long');
  return decoded;
}
