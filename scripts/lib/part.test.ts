import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startPart } from './part.ts';
import { isAlive, until } from './processes.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'part-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const node = (code: string, patience?: number) =>
  startPart({
    name: 'the part',
    command: process.execPath,
    args: ['-e', code],
    cwd: folder,
    env: process.env,
    logFile: path.join(folder, 'part.log'),
    ...(patience === undefined ? {} : { patience }),
  });
const said = (part: ReturnType<typeof node>, word: string) =>
  until(() => part.logTail().includes(word), { within: 30_000 });

describe('a part of the system', () => {
  it('says how it ended and what it said last', async () => {
    const part = node(`console.log('first'); console.log('last words'); process.exit(3)`);
    expect(await part.ended).toBe('ended with exit code 3');
    expect(part.logTail(1)).toBe('last words');
    expect(part.isRunning()).toBe(false);
  });

  it('that cannot be started says so', async () => {
    const part = startPart({
      name: 'the part',
      command: path.join(folder, 'missing'),
      args: [],
      cwd: folder,
      env: {},
      logFile: path.join(folder, 'part.log'),
    });
    expect(await part.ended).toContain('could not be started');
    await part.stop();
  });

  it('is ended by force when it does not want to', async () => {
    const part = node(
      `process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('up')`,
      200,
    );
    await said(part, 'up');
    await part.stop();
    expect(await part.ended).toBe('was ended by SIGKILL');
  });

  it('takes along what it started itself', async () => {
    const part = node(
      `const c = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
       console.log('child', c.pid); setInterval(() => {}, 1000)`,
    );
    await said(part, 'child');
    const child = Number(/child (\d+)/.exec(part.logTail())?.[1]);
    expect(isAlive(child)).toBe(true);
    await part.stop();
    expect(await until(() => !isAlive(child), { within: 30_000 })).toBe(true);
  });
});
