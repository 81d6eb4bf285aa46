import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadSecrets, randomSecret } from './secrets.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'secrets-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the secrets of a data folder', () => {
  it('are made once, differ from each other and are readable by their owner only', () => {
    const first = loadSecrets(folder);
    expect(loadSecrets(folder)).toEqual(first);
    expect(new Set(Object.values(first)).size).toBe(Object.keys(first).length);
    expect(statSync(path.join(folder, 'secrets.json')).mode & 0o777).toBe(0o600);
  });

  it('keep what is there when one is new', () => {
    writeFileSync(path.join(folder, 'secrets.json'), '{"guru":"old"}');
    expect(loadSecrets(folder).guru).toBe('old');
    expect(loadSecrets(folder).shishya).toBe(loadSecrets(folder).shishya);
  });

  it('are never replaced when the file is damaged', () => {
    writeFileSync(path.join(folder, 'secrets.json'), '{');
    expect(() => loadSecrets(folder)).toThrow('secrets.json');
  });

  it('satisfy the admin: a capital, a small letter, a digit', () => {
    for (let i = 0; i < 50; i++)
      expect(randomSecret()).toMatch(/(?=.*[A-Z])(?=.*[a-z])(?=.*\d).{8}/);
  });
});
