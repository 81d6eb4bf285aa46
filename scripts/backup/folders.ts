import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, lchown, mkdir, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { endOfArchive, padding, type ReadEntry, tarHeader } from './tar.ts';

interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** The files below a folder, by their path in it with slashes; none when there is no such folder. */
export async function filesBelow(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    },
  );
  return found
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .map((name) => name.split(path.sep).join('/'))
    .sort();
}

/** A folder that nobody writes to, as a tar archive. */
export async function* packFolder(folder: string): AsyncGenerator<Buffer> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const all = entries.map((entry) => ({ entry, file: path.join(entry.parentPath, entry.name) }));
  for (const { entry, file } of all.sort((one, other) => (one.file < other.file ? -1 : 1))) {
    const name = path.relative(folder, file).split(path.sep).join('/');
    const { size, mode } = await stat(file);
    if (entry.isDirectory()) {
      yield tarHeader({ name, type: 'folder', size: 0, mode: mode & 0o777 });
    } else if (entry.isFile()) {
      yield tarHeader({ name, type: 'file', size, mode: mode & 0o777 });
      yield* createReadStream(file) as AsyncIterable<Buffer>;
      yield padding(size);
    } else {
      throw new Error(`${file} is neither a file nor a folder.`);
    }
  }
  yield endOfArchive;
}

/** Writes what an archive holds below a folder, which is made, as `owner`'s when one is given. */
export async function unpackFolder(
  entries: AsyncIterable<ReadEntry>,
  folder: string,
  owner: Owner | undefined,
): Promise<void> {
  const own = async (file: string) => {
    if (owner) await lchown(file, owner.uid, owner.gid);
  };
  await mkdir(folder, { mode: 0o700 });
  await own(folder);
  for await (const { name, type, mode, content } of entries) {
    const file = path.join(folder, name);
    if (type === 'folder') {
      await mkdir(file, { recursive: true });
      await chmod(file, mode);
    } else if (type === 'file') {
      await pipeline(content, createWriteStream(file, { mode, flags: 'wx' }));
    } else {
      throw new Error(`The archive has a link (${name}), where only files and folders belong.`);
    }
    await own(file);
  }
}
