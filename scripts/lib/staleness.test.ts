import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hashOf } from './staleness.ts';

let folder: string;
const write = (name: string, text: string) => {
  mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  writeFileSync(path.join(folder, name), text);
};
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'staleness-'));
  write('src/a.ts', 'a');
  write('package.json', '{}');
});
afterEach(() => rmSync(folder, { recursive: true }));
const now = () => hashOf(folder, ['src', 'package.json', 'missing.json']);

describe('what was built is stale', () => {
  it('after a source changed, moved, came or went', () => {
    const seen = new Set([now()]);
    write('src/a.ts', 'b');
    seen.add(now());
    write('src/deep/c.ts', 'c');
    seen.add(now());
    rmSync(path.join(folder, 'src/a.ts'));
    seen.add(now());
    expect(seen.size).toBe(4);
  });

  it('but not after a test, a README or a built file changed', () => {
    const before = now();
    write('src/a.test.ts', 'test');
    write('src/README.md', 'words');
    write('src/dist/a.js', 'built');
    expect(now()).toBe(before);
  });
});
