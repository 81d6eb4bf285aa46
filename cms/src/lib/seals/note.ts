import { sign, verify } from 'node:crypto';
import { keyName, type PublicKey, type SigningKey } from './keys';

/**
 * Signed notes of C2SP (https://c2sp.org/signed-note): a text that ends in a newline, an empty line, and
 * a line a signature: an em dash, the key's name, and base64 of the key's four bytes and the signature
 * of the text.
 */
export interface Note {
  /** With its last newline; this is what is signed. */
  readonly text: string;
  readonly signatures: readonly { readonly keyId: string; readonly signature: Buffer }[];
}

const line = /^— (?<name>[^ +]+) (?<data>[A-Za-z0-9+/]+={0,2})$/;

export function signNote(text: string, keys: readonly SigningKey[]): string {
  const lines = keys.map(({ privateKey, publicKey }) => {
    const signature = sign(null, Buffer.from(text), privateKey);
    const data = Buffer.concat([Buffer.from(publicKey.id, 'hex'), signature]);
    return `— ${keyName} ${data.toString('base64')}\n`;
  });
  return `${text}\n${lines.join('')}`;
}

/** Undefined where the note is not in the form that `signNote` writes. */
export function readNote(note: string): Note | undefined {
  const end = note.indexOf('\n\n');
  if (end === -1 || !note.endsWith('\n')) return undefined;
  const lines = note.slice(end + 2, -1).split('\n');
  const signatures = lines.map((text) => {
    const { name, data } = line.exec(text)?.groups ?? {};
    const bytes = Buffer.from(data ?? '', 'base64');
    // One form only, so that a note cannot be changed without a trace where nothing is signed.
    if (name !== keyName || bytes.length !== 68 || bytes.toString('base64') !== data) {
      return undefined;
    }
    return { keyId: bytes.subarray(0, 4).toString('hex'), signature: bytes.subarray(4) };
  });
  if (!signatures.every((signature) => signature !== undefined)) return undefined;
  return { text: note.slice(0, end + 1), signatures };
}

/** Whether this key has signed the note. */
export const isSignedBy = ({ text, signatures }: Note, key: PublicKey): boolean =>
  signatures.some(
    ({ keyId, signature }) =>
      keyId === key.id && verify(null, Buffer.from(text), key.key, signature),
  );
