import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../scripts/lib/paths.ts';

interface Line {
  readonly step?: string;
  readonly ok?: boolean;
  readonly detail?: string;
  readonly tour?: string;
  readonly steps?: number;
}

/** The tour makes its throw-away folder in here, so that a test sees what it leaves behind. */
let scratch: string;
const running = new Set<ChildProcess>();
beforeAll(() => {
  scratch = mkdtempSync(path.join(tmpdir(), 'tour-'));
  mkdirSync(path.join(scratch, 'empty'));
});
afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
  rmSync(scratch, { recursive: true, force: true });
});

/** Runs the command; `onLine` may act on the child when a line comes. */
function tour(
  folder: string | undefined,
  onLine: (line: Line, child: ChildProcess) => void = () => undefined,
): Promise<{ code: number | null; lines: Line[] }> {
  return new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      [path.join('scripts', 'run.mjs'), 'tour', ...(folder === undefined ? [] : [folder])],
      {
        cwd: root,
        env: { ...process.env, TMPDIR: scratch },
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    );
    running.add(child);
    const lines: Line[] = [];
    let rest = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      const whole = (rest + chunk).split('\n');
      rest = whole.pop() ?? '';
      for (const text of whole) {
        const line = JSON.parse(text) as Line;
        lines.push(line);
        onLine(line, child);
      }
    });
    child.on('close', (code) => {
      running.delete(child);
      resolve({ code, lines });
    });
  });
}

/** The addresses a tour printed answer no more, and its folder is gone. */
async function expectNothingLeft(lines: readonly Line[]) {
  expect(readdirSync(scratch).filter((name) => name.startsWith('ourshiksha-'))).toEqual([]);
  for (const address of lines[0]?.detail?.match(/http:\/\/[\d.:]+/g) ?? [])
    await expect(fetch(address)).rejects.toThrow('fetch failed');
}

describe('npm run tour', { timeout: 240_000 }, () => {
  it('plays our own sample from the folder to a verified certificate', async () => {
    const { code, lines } = await tour(undefined);
    expect(lines.filter(({ ok }) => ok === false)).toEqual([]);
    expect(lines.at(-1)).toMatchObject({ tour: 'ok', steps: lines.length - 1 });
    expect(lines.filter(({ step }) => step === 'lesson')).toHaveLength(8);
    expect(code).toBe(0);
    await expectNothingLeft(lines);
  });

  it('says at which step it failed, with exit code 1, and leaves nothing', async () => {
    const { code, lines } = await tour(path.join(scratch, 'empty'));
    expect(lines.slice(1)).toMatchObject([
      { step: 'import', ok: false, detail: expect.stringContaining('folder is empty') },
      { tour: 'failed', steps: 2 },
    ]);
    expect(code).toBe(1);
    await expectNothingLeft(lines);
  });

  it('stopped in the middle ends everything it started', async () => {
    const { code, lines } = await tour(undefined, ({ step }, child) => {
      if (step === 'publish') child.kill('SIGINT');
    });
    expect(lines.at(-1)).toMatchObject({ tour: 'failed' });
    expect(lines.some(({ step }) => step === 'certificate')).toBe(false);
    expect(code).toBe(1);
    await expectNothingLeft(lines);
  });
});
