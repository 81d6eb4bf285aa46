import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { Cell, type Program, type Seen } from './cell';
import { type Confinement, describeConfinement, findConfinement } from './confinement';
import type { Runtime } from './languages';
import type { LabTask, Limits, Observed } from './task';

/** So many wait already, or this one waited for so long, that it should come again later. */
export class RunnerBusy extends Error {
  override name = 'RunnerBusy';
}

/** Whoever asks has another run waiting or running. */
export class AlreadyRunning extends Error {
  override name = 'AlreadyRunning';
}

export interface RunnerOptions {
  /** The compiled `inmate/main.js`. */
  readonly inmate?: string;
  /** Runs at the same time. */
  readonly atOnce?: number;
  /** How many may wait for one of those. */
  readonly waiting?: number;
  /** Milliseconds somebody waits at most. */
  readonly patience?: number;
  /** Milliseconds a run may take at most, in place of what its language may. */
  readonly milliseconds?: number;
  /** Milliseconds after the last use of a language until nothing of it is kept warm. */
  readonly keepWarm?: number;
  readonly log?: (sentence: string) => void;
}

/** Runtimes that are loaded together. */
type Kind = 'script' | 'python' | 'sql' | 'page';
const kindOf: Readonly<Record<Runtime, Kind>> = {
  javascript: 'script',
  typescript: 'script',
  python: 'python',
  sql: 'sql',
  html: 'page',
  css: 'page',
};

export const limitsOf: Readonly<Record<Kind, Limits>> = {
  script: { milliseconds: 5_000, megabytes: 256 },
  python: { milliseconds: 10_000, megabytes: 384 },
  sql: { milliseconds: 10_000, megabytes: 384 },
  page: { milliseconds: 5_000, megabytes: 128 },
};

/**
 * PostgreSQL's interpreter is a handful of huge functions. V8's optimizing compiler takes up to 280 MB
 * for one of them, in threads of its own, whenever it has been called often enough: more than a lab needs,
 * out of the same limit, and at a moment nobody can foresee. Without it a table of 10,000 rows takes 2 MB
 * instead of up to 220, and queries of a lab's size are as quick.
 */
const flagsOf: Readonly<Record<Kind, readonly string[]>> = {
  script: [],
  python: [],
  sql: ['--no-wasm-tier-up', '--no-wasm-dynamic-tiering'],
  page: [],
};

/** Loaded processes that wait for their one task. A script is quick to come by again, and often asked for. */
const sparesOf: Readonly<Record<Kind, number>> = { script: 2, python: 1, sql: 1, page: 1 };

/** Runs a task in a fresh process; in a second one, if the first was ended by the system. */
export type Run = (task: LabTask) => Promise<Observed>;

/**
 * Runs programs of people one does not trust. Each runs in a process of its own that has run nothing
 * before and runs nothing after; processes with a loaded runtime are kept ready, so nobody waits for
 * that. A bounded number runs at once, a bounded number waits.
 */
export class LabRunner {
  private readonly inmate: string;
  private readonly atOnce: number;
  private readonly waiting: number;
  private readonly patience: number;
  private readonly milliseconds: number | undefined;
  private readonly keepWarm: number;
  private readonly log: (sentence: string) => void;
  private confinement: Promise<Confinement> | undefined;
  private readonly spares = new Map<Kind, Set<Cell>>();
  /** Those that run. */
  private readonly cells = new Set<Cell>();
  private readonly lastUsed = new Map<Kind, number>();
  private readonly askers = new Set<string>();
  private readonly queue: (() => void)[] = [];
  private running = 0;
  private isClosed = false;
  private readonly sweep: NodeJS.Timeout;

  constructor(options: RunnerOptions = {}) {
    this.inmate = options.inmate ?? join(__dirname, 'inmate', 'main.js');
    this.atOnce = options.atOnce ?? availableParallelism();
    this.waiting = options.waiting ?? 40;
    this.patience = options.patience ?? 15_000;
    this.milliseconds = options.milliseconds;
    this.keepWarm = options.keepWarm ?? 10 * 60_000;
    this.log = options.log ?? (() => undefined);
    this.sweep = setInterval(() => this.letGo(), Math.min(this.keepWarm, 60_000)).unref();
  }

  /**
   * Waits for a free place and holds it during `work`, which gets the function that runs a task. One
   * place for one asker. Throws `AlreadyRunning` or `RunnerBusy` before `work` has begun.
   */
  async withPlace<Result>(asker: string, work: (run: Run) => Promise<Result>): Promise<Result> {
    if (this.askers.has(asker)) throw new AlreadyRunning();
    this.askers.add(asker);
    try {
      await this.enter();
      try {
        return await work((task) => this.runTask(task));
      } finally {
        this.leave();
      }
    } finally {
      this.askers.delete(asker);
    }
  }

  /**
   * Loads a runtime in advance: somebody reads a lab and will run something soon. Fulfilled when it is
   * loaded; whoever does not need to know that does not wait.
   */
  async prepare(runtime: Runtime): Promise<void> {
    const kind = kindOf[runtime];
    this.lastUsed.set(kind, Date.now());
    await this.keepSpares(kind);
    await Promise.allSettled([...(this.spares.get(kind) ?? [])].map((cell) => cell.ready));
  }

  /** Ends every process. What runs is reported as crashed. */
  close(): void {
    this.isClosed = true;
    clearInterval(this.sweep);
    for (const cells of [this.cells, ...this.spares.values()]) {
      for (const cell of cells) cell.close();
    }
  }

  /**
   * Runs a task, and once more in a fresh process when the first one was ended by the system before it
   * had said how it went. Whether a program had used up its memory or the engine below it failed by
   * chance cannot be told from outside; but the first happens again, and a right program is not judged
   * by the second.
   */
  private async runTask(task: LabTask): Promise<Observed> {
    const first = await this.runInCell(task);
    if (first.diedOf === null || this.isClosed) return first.observed;
    this.log(`A run of ${task.runtime} was ended by ${first.diedOf}; it is run once more.`);
    return (await this.runInCell(task)).observed;
  }

  private async runInCell(task: LabTask): Promise<Seen> {
    const kind = kindOf[task.runtime];
    this.lastUsed.set(kind, Date.now());
    const cell = this.takeSpare(kind) ?? (await this.openCell(kind));
    this.cells.add(cell);
    try {
      const { milliseconds, megabytes } = limitsOf[kind];
      return await cell.run(task, {
        milliseconds: this.milliseconds ?? milliseconds,
        megabytes,
      });
    } finally {
      cell.close();
      this.cells.delete(cell);
      // After the run, so that loading does not slow it down; who asked does not wait for it.
      void this.keepSpares(kind);
    }
  }

  private takeSpare(kind: Kind): Cell | undefined {
    const cells = this.spares.get(kind);
    for (const cell of cells ?? []) {
      cells?.delete(cell);
      if (cell.isAlive) return cell;
    }
    return undefined;
  }

  private async openCell(kind: Kind): Promise<Cell> {
    this.confinement ??= findConfinement().then((found) => {
      this.log(describeConfinement(found));
      return found;
    });
    const room = dirname(dirname(this.inmate));
    const program: Program = {
      file: this.inmate,
      kind,
      readable: [room, modulesOf(room)],
      flags: flagsOf[kind],
    };
    return new Cell(program, limitsOf[kind].megabytes, await this.confinement);
  }

  private async keepSpares(kind: Kind): Promise<void> {
    try {
      await this.refill(kind);
    } catch (error) {
      const cause = error instanceof Error ? error.message : String(error);
      this.log(`No ${kind} is kept ready for labs: ${cause}`);
    }
  }

  private async refill(kind: Kind): Promise<void> {
    const cells = this.spares.get(kind) ?? new Set();
    this.spares.set(kind, cells);
    while (!this.isClosed && cells.size < sparesOf[kind]) {
      const cell = await this.openCell(kind);
      if (this.isClosed || cells.size >= sparesOf[kind]) {
        cell.close();
        return;
      }
      cells.add(cell);
      void cell.gone.then(() => cells.delete(cell));
    }
  }

  private letGo(): void {
    for (const [kind, cells] of this.spares) {
      if (Date.now() - (this.lastUsed.get(kind) ?? 0) < this.keepWarm) continue;
      for (const cell of cells) cell.close();
    }
  }

  private async enter(): Promise<void> {
    if (this.isClosed) throw new RunnerBusy();
    if (this.running < this.atOnce) {
      this.running += 1;
      return;
    }
    if (this.queue.length >= this.waiting) throw new RunnerBusy();
    await new Promise<void>((resolve, reject) => {
      const goOn = (): void => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        this.queue.splice(this.queue.indexOf(goOn), 1);
        reject(new RunnerBusy());
      }, this.patience);
      this.queue.push(goOn);
    });
  }

  private leave(): void {
    const next = this.queue.shift();
    if (next === undefined) this.running -= 1;
    // The place is handed on as it is.
    else next();
  }
}

/** The packages the runtimes are loaded from. */
function modulesOf(folder: string): string {
  const path = require.resolve('sucrase', { paths: [folder] });
  const name = 'node_modules';
  return path.slice(0, path.indexOf(name) + name.length);
}
