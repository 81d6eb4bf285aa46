import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { cleanName, headLength, kindOf } from '../../lib/file-kinds';
import { DamagedForm, type Part, readParts } from '../../lib/multipart';
import { Refusal } from '../../lib/refusal';
import { bounded } from '../../lib/unread-form';

export interface Limits {
  readonly files: number;
  /** Of one file, and of all together; bytes. */
  readonly fileBytes: number;
  readonly bytes: number;
}

/** A file of a form, on the disk. */
export interface FormFile {
  readonly name: string;
  readonly mime: string;
  readonly byteCount: number;
  readonly sha256: string;
  readonly path: string;
}

/** A form at its largest, with room for boundaries, headers and other fields. */
export const mostBytes = ({ bytes }: Limits): number => bytes + 64 * 1024;
const mostParts = 30;

/**
 * Reads the files of a form into `folder`, checking each while it comes, so that what is too large is
 * refused at the first byte too many. Refuses with 413 and 422; the caller empties the folder.
 */
export async function receiveFiles(
  source: AsyncIterable<Uint8Array>,
  boundary: string,
  folder: string,
  limits: Limits,
): Promise<FormFile[]> {
  const files: FormFile[] = [];
  let parts = 0;
  try {
    for await (const part of readParts(bounded(source, mostBytes(limits), 'files'), boundary)) {
      parts += 1;
      if (parts > mostParts) throw new Refusal(413, 'upload.too-many-parts', 'files');
      if (part.field !== 'files' || part.fileName === null) continue;
      if (files.length === limits.files) {
        // A file input in which nothing was chosen sends a part without a name and bytes.
        if (part.fileName === '' && (await part.body.next()).done) continue;
        throw new Refusal(422, 'file.too-many', 'files');
      }
      const file = await receive(part, part.fileName, path.join(folder, String(parts)), limits);
      if (file !== null) files.push(file);
    }
  } catch (error) {
    if (error instanceof DamagedForm) throw new Refusal(400, 'upload.damaged', 'files');
    throw error;
  }
  if (files.length === 0) throw new Refusal(422, 'file.none', 'files');
  return files;
}

async function receive(
  part: Part,
  fileName: string,
  place: string,
  { fileBytes }: Limits,
): Promise<FormFile | null> {
  const hash = createHash('sha256');
  let head = Buffer.alloc(0);
  let byteCount = 0;
  const name = cleanName(fileName);
  const kind = name === null ? undefined : kindOf(name);
  const refuse = (status: number, code: string, because: string): never => {
    throw new Refusal(status, code, 'files', because);
  };
  await pipeline(
    async function* () {
      for await (const piece of part.body) {
        // Before the first byte is written: what nobody takes need not be sent to its end.
        if (name === null) throw new Refusal(422, 'file.name', 'files');
        if (kind === undefined)
          refuse(
            422,
            'file.type',
            `“${name}” is of a type that is not taken. Convert it, or put it into a zip file.`,
          );
        byteCount += piece.length;
        if (byteCount > fileBytes)
          refuse(
            413,
            'file.too-large',
            `“${name}” is larger than ${fileBytes / 1024 / 1024} MB. Make it smaller, or hand in a link to it.`,
          );
        if (head.length < headLength)
          head = Buffer.concat([head, piece.subarray(0, headLength - head.length)]);
        hash.update(piece);
        yield piece;
      }
    },
    createWriteStream(place, { flags: 'wx', mode: 0o600 }),
  );
  if (byteCount === 0) {
    if (fileName === '') return null;
    return refuse(
      422,
      'file.empty',
      `“${name ?? ''}” is empty. Choose a file with something in it.`,
    );
  }
  if (name === null || kind === undefined) throw new Error('Refused at its first byte.');
  if (!kind.begins(head))
    refuse(
      422,
      'file.content',
      `What is in “${name}” is not what its name says. Save it anew in the type of its name.`,
    );
  return { name, mime: kind.mime, byteCount, sha256: hash.digest('hex'), path: place };
}
