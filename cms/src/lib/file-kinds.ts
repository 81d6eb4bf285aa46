/** Which files students may hand in, and what they are called. Nothing here touches a file. */

interface Kind {
  readonly mime: string;
  /** Whether a file that begins with these bytes may be one. */
  readonly begins: (head: Buffer) => boolean;
}

const bytes =
  (...wanted: readonly (string | readonly number[])[]) =>
  (head: Buffer): boolean =>
    wanted.some((one) => {
      const start = typeof one === 'string' ? Buffer.from(one, 'latin1') : Buffer.from(one);
      return head.subarray(0, start.length).equals(start);
    });

/** Text has no NUL, but in UTF-16, and that begins with its byte order mark. */
const text = (head: Buffer): boolean =>
  bytes([0xff, 0xfe], [0xfe, 0xff])(head) || !head.includes(0);
const zip = bytes('PK\x03\x04', 'PK\x05\x06');
const office = (name: string): Kind => ({
  mime: `application/vnd.openxmlformats-officedocument.${name}`,
  begins: bytes('PK\x03\x04'),
});
const jpeg: Kind = { mime: 'image/jpeg', begins: bytes([0xff, 0xd8, 0xff]) };

/** By the name's ending, in the order in which they are told to people. */
const kinds: Readonly<Record<string, Kind>> = {
  pdf: {
    mime: 'application/pdf',
    // Readers accept a little before it.
    begins: (head) => head.subarray(0, 1024).includes('%PDF-'),
  },
  png: { mime: 'image/png', begins: bytes([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) },
  jpg: jpeg,
  jpeg,
  gif: { mime: 'image/gif', begins: bytes('GIF87a', 'GIF89a') },
  webp: {
    mime: 'image/webp',
    begins: (head) => bytes('RIFF')(head) && head.subarray(8, 12).toString('latin1') === 'WEBP',
  },
  txt: { mime: 'text/plain', begins: text },
  md: { mime: 'text/markdown', begins: text },
  csv: { mime: 'text/csv', begins: text },
  json: { mime: 'application/json', begins: text },
  zip: { mime: 'application/zip', begins: zip },
  docx: office('wordprocessingml.document'),
  xlsx: office('spreadsheetml.sheet'),
  pptx: office('presentationml.presentation'),
  odt: { mime: 'application/vnd.oasis.opendocument.text', begins: bytes('PK\x03\x04') },
  py: { mime: 'text/x-python', begins: text },
  js: { mime: 'text/javascript', begins: text },
  ts: { mime: 'text/x-typescript', begins: text },
  html: { mime: 'text/html', begins: text },
  css: { mime: 'text/css', begins: text },
  sql: { mime: 'application/sql', begins: text },
  ipynb: { mime: 'application/x-ipynb+json', begins: text },
};

/** Endings without the dot. */
export const allowedTypes: readonly string[] = Object.keys(kinds);

/** How many bytes of a file's beginning are looked at. */
export const headLength = 4096;

const longestName = 200;
const endingOf = (name: string): string => /[^.]\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';

/** The kind that a name says, or undefined for one that is not taken. */
export const kindOf = (name: string): Kind | undefined => {
  const ending = endingOf(name);
  return Object.hasOwn(kinds, ending) ? kinds[ending] : undefined;
};

/**
 * A name that is nothing but a name: the last piece of a path, composed (NFC), without control
 * characters and without those that turn the direction of writing, at most 200 characters with its
 * ending kept. Null where nothing is left of it.
 */
export function cleanName(given: string): string | null {
  const piece = given.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const name = piece
    .replaceAll(
      /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF\u{E0000}-\u{E007F}]/gu,
      '',
    )
    .replaceAll(/[<>:"|?*]/g, '_')
    .replaceAll(/\s+/g, ' ')
    .replace(/^[ .]+/, '')
    .replace(/[ .]+$/, '');
  if (name === '') return null;
  const letters = [...name];
  if (letters.length <= longestName) return name;
  const ending = `.${endingOf(name)}`;
  const room = longestName - [...ending].length;
  return room > 0 ? `${letters.slice(0, room).join('').trimEnd()}${ending}` : null;
}

/** What the browser may take a stored file for: pictures and PDFs as such, all else as mere bytes. */
export const servedAs = (mime: string): string =>
  /^image\/(png|jpeg|gif|webp)$|^application\/pdf$/.test(mime) ? mime : 'application/octet-stream';
