import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packFolder, unpackFolder } from './folders.ts';
import { endOfArchive, padding, readTar, tarHeader } from './tar.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tar-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function bytesOf(pieces: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}

/** In pieces that end where nothing else does. */
async function* inPieces(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += 333) yield bytes.subarray(at, at + 333);
}

const longName = `${'a long name '.repeat(18)}ends.txt`;

function fill(): string {
  const source = path.join(folder, 'source');
  mkdirSync(path.join(source, 'empty'), { recursive: true });
  mkdirSync(path.join(source, 'deep', 'er'), { recursive: true });
  writeFileSync(path.join(source, 'deep', 'er', 'मोर.txt'), 'peacock');
  writeFileSync(path.join(source, longName), 'x'.repeat(1025));
  writeFileSync(path.join(source, 'nothing'), '');
  writeFileSync(path.join(source, 'block'), 'y'.repeat(512));
  return source;
}

describe('our tar archives', () => {
  it('give back what was packed', async () => {
    const bytes = await bytesOf(packFolder(fill()));
    const target = path.join(folder, 'target');
    await unpackFolder(readTar(inPieces(bytes)), target, undefined);
    expect(await bytesOf(packFolder(target))).toEqual(bytes);
    expect(readFileSync(path.join(target, 'deep', 'er', 'मोर.txt'), 'utf8')).toBe('peacock');
  });

  it('are read by the tar of this machine', async () => {
    const archive = path.join(folder, 'archive.tar');
    writeFileSync(archive, await bytesOf(packFolder(fill())));
    const list = execFileSync('tar', ['--list', '--file', archive], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C.UTF-8' },
    });
    expect(list.trim().split('\n').sort()).toEqual(
      ['deep/', 'deep/er/', 'deep/er/मोर.txt', longName, 'block', 'empty/', 'nothing'].sort(),
    );
  });

  it.each(['/etc/passwd', '../outside', 'a/../../outside', 'a\\..\\b'])(
    'refuse the name %s',
    async (name) => {
      const head = tarHeader({ name, type: 'file', size: 0, mode: 0o600 });
      const bytes = inPieces(Buffer.concat([head, endOfArchive]));
      const target = path.join(folder, 'target');
      await expect(unpackFolder(readTar(bytes), target, undefined)).rejects.toThrow('elsewhere');
    },
  );

  it('know files of more than 8 GiB', async () => {
    const size = 9 * 1024 ** 3;
    const head = tarHeader({ name: 'large', type: 'file', size, mode: 0o600 });
    const found = await readTar(inPieces(head)).next();
    expect(found.value).toMatchObject({ name: 'large', size });
  });

  it('do not take the end of the bytes for the end of the archive', async () => {
    const head = tarHeader({ name: 'a', type: 'file', size: 3, mode: 0o600 });
    const whole = Buffer.concat([head, Buffer.from('abc'), padding(3)]);
    for (const cut of [100, 513, whole.length]) {
      const reading = bytesOf(namesOf(readTar(inPieces(whole.subarray(0, cut)))));
      await expect(reading).rejects.toThrow('ends in the middle');
    }
  });
});

async function* namesOf(entries: ReturnType<typeof readTar>): AsyncGenerator<Buffer> {
  for await (const { name } of entries) yield Buffer.from(name);
}
