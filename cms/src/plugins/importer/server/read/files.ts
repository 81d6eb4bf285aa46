import { constants } from 'node:fs';
import { open, readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Findings } from './findings';

/** The folder that was given, listed once; nothing outside it is ever read. */

export interface SourceFile {
  name: string;
  /** Below the folder that was given, with forward slashes. */
  path: string;
  size: number;
}

export interface SourceFolder {
  name: string;
  path: string;
  folders: SourceFolder[];
  files: SourceFile[];
}

export interface Source {
  root: string;
  tree: SourceFolder;
  files: Map<string, SourceFile>;
  folders: Map<string, SourceFolder>;
}

export const LIMITS = {
  markdownBytes: 1024 * 1024,
  quizBytes: 5 * 1024 * 1024,
  pictureBytes: 20 * 1024 * 1024,
  folderDepth: 16,
  entries: 50_000,
};

const SKIPPED = /^(\..*|node_modules|__pycache__)$/;

export async function listSource(folder: string, findings: Findings): Promise<Source> {
  const root = await realpath(folder);
  const source: Source = {
    root,
    tree: { name: path.basename(root), path: '', folders: [], files: [] },
    files: new Map(),
    folders: new Map(),
  };
  source.folders.set('', source.tree);
  const waiting: { folder: SourceFolder; depth: number }[] = [{ folder: source.tree, depth: 0 }];
  let entries = 0;
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const listed = await readdir(path.join(root, next.folder.path), { withFileTypes: true });
    listed.sort((a, b) => compareNames(a.name, b.name));
    for (const entry of listed) {
      entries += 1;
      if (entries > LIMITS.entries) {
        findings.error(
          'too-many-files',
          `The folder holds more than ${LIMITS.entries} files. Give the folder of one course.`,
          next.folder.path,
        );
        return source;
      }
      if (SKIPPED.test(entry.name)) continue;
      const below = next.folder.path === '' ? entry.name : `${next.folder.path}/${entry.name}`;
      if (entry.isSymbolicLink()) {
        await addLinkedFile(source, next.folder, entry.name, below, findings);
      } else if (entry.isDirectory()) {
        if (next.depth >= LIMITS.folderDepth) {
          findings.warning(
            'too-deep',
            `Folders nested deeper than ${LIMITS.folderDepth} are left out.`,
            below,
          );
          continue;
        }
        const child: SourceFolder = { name: entry.name, path: below, folders: [], files: [] };
        next.folder.folders.push(child);
        source.folders.set(below, child);
        waiting.push({ folder: child, depth: next.depth + 1 });
      } else if (entry.isFile()) {
        const { size } = await stat(path.join(root, below));
        addFile(source, next.folder, { name: entry.name, path: below, size });
      }
    }
  }
  return source;
}

/** A link to a file of the same folder is that file; links to folders or to the outside are not followed. */
async function addLinkedFile(
  source: Source,
  parent: SourceFolder,
  name: string,
  below: string,
  findings: Findings,
): Promise<void> {
  const target = await realpath(path.join(source.root, below)).catch(() => null);
  const found = target?.startsWith(source.root + path.sep) ? await stat(target) : null;
  if (found?.isFile()) {
    addFile(source, parent, { name, path: below, size: found.size });
    return;
  }
  findings.warning(
    'link-not-followed',
    found !== null
      ? 'This is a symbolic link to a folder; it is left out.'
      : 'This symbolic link leads out of the folder or nowhere; it is left out.',
    below,
  );
}

function addFile(source: Source, parent: SourceFolder, file: SourceFile): void {
  parent.files.push(file);
  source.files.set(file.path, file);
}

/** The bytes of a listed file. The real path is checked again, for a link may have changed since. */
export async function readBytes(source: Source, file: SourceFile): Promise<Buffer> {
  const real = await realpath(path.join(source.root, file.path));
  if (!real.startsWith(source.root + path.sep))
    throw new Error(`${file.path} leads out of the folder.`);
  const handle = await open(real, constants.O_RDONLY);
  try {
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

/** The text of a file with plain line ends, or null when a finding says why there is none. */
export async function readText(
  source: Source,
  file: SourceFile,
  limit: number,
  findings: Findings,
): Promise<string | null> {
  if (file.size > limit) {
    findings.error(
      'file-too-large',
      `The file has ${megabytes(file.size)} MB; at most ${megabytes(limit)} MB are read. Split it or take pictures out of the text.`,
      file.path,
    );
    return null;
  }
  const bytes = await readBytes(source, file);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    findings.error(
      'not-utf-8',
      'The file is not UTF-8 text. Save it as UTF-8.',
      file.path,
      lineOfFirstBadByte(bytes),
    );
    return null;
  }
  const nul = text.indexOf('\0');
  if (nul >= 0) {
    findings.error(
      'not-text',
      'The file holds a NUL character, so it is not text.',
      file.path,
      lineAt(text, nul),
    );
    return null;
  }
  return text.replace(/\r\n?/g, '\n');
}

/** Decoding line by line finds the first line a text editor will show garbled. */
function lineOfFirstBadByte(bytes: Buffer): number | undefined {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let start = 0;
  for (let line = 1; start <= bytes.length; line += 1) {
    const newline = bytes.indexOf(0x0a, start);
    const end = newline === -1 ? bytes.length : newline;
    try {
      decoder.decode(bytes.subarray(start, end));
    } catch {
      return line;
    }
    start = end + 1;
  }
  return undefined;
}

export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1))
    line += 1;
  return line;
}

/** Numbers inside names count as numbers, so 10 comes after 9; the same order on every machine. */
const BY_NAME = new Intl.Collator('en', { numeric: true });

export function compareNames(a: string, b: string): number {
  return BY_NAME.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);
}

function megabytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(1).replace(/\.0$/, '');
}
