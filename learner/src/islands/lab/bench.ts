import type { LabTest, LabTestResult, PracticeLab } from '@ourshiksha/contract/practice-lab';
import { checkTests, isExpectedOutput } from '../../lib/lab-check.ts';
import { isForServer, look, pageOf } from '../../lib/lab-page.ts';
import type { CodeError } from '../../sandbox/protocol.ts';
import { runtimes, sizeOf } from './runtimes.ts';
import { openSandbox, type Ran, type Sandbox } from './sandbox.ts';

export type Bench = Pick<
  PracticeLab,
  'id' | 'title' | 'runtime' | 'setup_code' | 'starter_code' | 'tests' | 'expected_output'
>;

/** One try in the browser, from the press of the button to its end. */
export type Trial =
  | { readonly phase: 'loading'; readonly come: number; readonly of: number }
  | { readonly phase: 'starting' }
  | { readonly phase: 'running'; readonly output: string }
  | {
      readonly phase: 'ended';
      readonly status: Ran['status'];
      readonly error: CodeError | null;
      /** The longest it might have taken, in milliseconds. */
      readonly limit: number;
      readonly output: string;
      readonly tests: readonly LabTestResult[];
      /** Null where the output is not compared. */
      readonly outputPassed: boolean | null;
      /** The page the code makes, for languages that make one. */
      readonly page: string | null;
    }
  | { readonly phase: 'failed' };

export type Ended = Extract<Trial, { phase: 'ended' }>;

/** The longest a run may take, in milliseconds; the server has the same. */
const LIMITS = { javascript: 5_000, typescript: 5_000, python: 10_000, sql: 10_000 } as const;

function endedPage(bench: Bench, runtime: 'html' | 'css', code: string): Ended {
  const page = pageOf(runtime, bench.setup_code, code);
  const tests = bench.tests.filter(({ expression }) => !isForServer(expression));
  const given = look(
    new DOMParser().parseFromString(page, 'text/html'),
    tests.map(({ expression }) => expression),
  );
  return {
    phase: 'ended',
    status: 'finished',
    error: null,
    limit: 0,
    output: '',
    tests: checkTests(tests, given),
    outputPassed: null,
    page,
  };
}

function endedRun(bench: Bench, ran: Ran, output: string, limit: number): Ended {
  const isDone = ran.status === 'finished';
  const { expected_output: expected } = bench;
  return {
    phase: 'ended',
    status: ran.status,
    error: ran.status === 'error' ? ran.error : null,
    limit,
    output,
    tests: isDone ? checkTests(bench.tests, ran.values) : [],
    outputPassed: isDone && expected?.trim() ? isExpectedOutput(output, expected) : null,
    page: null,
  };
}

export interface Runner {
  run(code: string): Promise<void>;
  stop(): void;
  close(): void;
}

const expressionsOf = (tests: readonly LabTest[]) => tests.map(({ expression }) => expression);

/** Tries code in the browser. What a language needs is fetched at its first run. */
export function createRunner(bench: Bench, tell: (trial: Trial) => void): Runner {
  const { runtime, setup_code: setup, tests } = bench;
  const leaving = new AbortController();
  let opening: Promise<Sandbox> | null = null;
  let open: Sandbox | null = null;
  let number = 0;

  async function sandboxOf(language: keyof typeof runtimes): Promise<Sandbox> {
    const kit = runtimes[language];
    tell({ phase: 'loading', come: 0, of: sizeOf(kit) });
    const onProgress = (come: number, of: number) =>
      tell(come < of ? { phase: 'loading', come, of } : { phase: 'starting' });
    open = await openSandbox(kit, onProgress, leaving.signal);
    return open;
  }

  return {
    async run(code) {
      if (runtime === null) return;
      if (runtime === 'html' || runtime === 'css') return tell(endedPage(bench, runtime, code));
      number += 1;
      const mine = number;
      try {
        opening ??= sandboxOf(runtime);
        const sandbox = await opening;
        if (mine !== number) return;
        let output = '';
        tell({ phase: 'running', output });
        const job = { setup, code, expressions: expressionsOf(tests) };
        const ran = await sandbox.run(job, LIMITS[runtime], (text) => {
          output += text;
          if (mine === number) tell({ phase: 'running', output });
        });
        if (mine === number) tell(endedRun(bench, ran, output, LIMITS[runtime]));
      } catch (error) {
        opening = null;
        if (leaving.signal.aborted) return;
        console.warn(error);
        tell({ phase: 'failed' });
      }
    },
    stop() {
      if (open) return open.stop();
      // Still on its way: what comes is kept, what was to be run is not.
      number += 1;
      tell(endedRun(bench, { status: 'stopped' }, '', 0));
    },
    close() {
      number += 1;
      leaving.abort();
      open?.close();
    },
  };
}
