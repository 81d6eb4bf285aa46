import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findConfinement } from './confinement';
import type { Runtime } from './languages';
import { AlreadyRunning, LabRunner, RunnerBusy } from './runner';
import type { Observed } from './task';

const compiled = join(import.meta.dirname, '../../../dist/src/lib/lab-runner');
const inmate = join(compiled, 'inmate/main.js');

type Tail<List extends unknown[]> = List extends [unknown, ...infer Rest] ? Rest : never;

let runner: LabRunner;
beforeAll(() => {
  process.env.A_SECRET_OF_THE_SCHOOL = 'peacock';
  // What is possible is no question of the clock; those that are have a runner of their own.
  runner = new LabRunner({ inmate, milliseconds: 60_000 });
});
afterAll(() => runner?.close());

let asker = 0;
const runIn = (
  place: LabRunner,
  runtime: Runtime,
  code: string,
  expressions: readonly string[] = [],
  setup = '',
): Promise<Observed> => {
  asker += 1;
  return place.withPlace(`asker ${asker}`, (one) => one({ runtime, setup, code, expressions }));
};
const run = (...asked: Tail<Parameters<typeof runIn>>) => runIn(runner, ...asked);
const values = (...list: unknown[]) => list.map((value) => ({ value }));

describe('JavaScript', () => {
  it('runs setup and code, prints as Node does, and gives the values of expressions', async () => {
    const seen = await run(
      'javascript',
      `console.log('hi', [1, { a: 2 }], null, undefined, 1.5); console.error('%s!', 'no');
       const twice = (n) => base * n; function add(a, b) { return a + b; }
       setTimeout(() => console.log('later'), 1000);`,
      [
        'add(1, 2)',
        'twice(4)',
        '{ a: [1, undefined, NaN] }',
        'new Map([["a", new Set([1])]])',
        'Promise.resolve(4)',
      ],
      'const base = 2;',
    );
    expect(seen).toMatchObject({
      status: 'finished',
      error: null,
      output: 'hi [ 1, { a: 2 } ] null undefined 1.5\nno!\nlater\n',
      values: values(3, 8, { a: [1, null, 'NaN'] }, { a: [1] }, 4),
    });
  });

  it('reports an error with its line, and a failing expression beside those that work', async () => {
    const broken = await run('javascript', 'let a = 1;\nlet b = a.c.d;', ['1']);
    expect(broken).toMatchObject({ status: 'error', values: [] });
    expect(broken.error).toMatch(/^TypeError: .*\n.*code\.js:2/);
    const seen = await run('javascript', 'const f = () => f;', [
      'nope',
      'f',
      '1 + 1',
      '(() => { const a = {}; a.a = a; return a; })()',
    ]);
    expect(seen.values).toEqual([
      { error: expect.stringContaining('ReferenceError') },
      { error: 'A function cannot be compared.' },
      { value: 2 },
      { error: 'The value is nested too deeply, or in itself.' },
    ]);
  });

  it('has no way to Node, and what it patches changes its own values only', async () => {
    const seen = await run(
      'javascript',
      `console.log(typeof process, typeof require, typeof fetch, typeof WebAssembly, typeof setTimeout);
       Object.prototype.toJSON = () => 'PASS'; JSON.stringify = () => 'PASS'; Array.isArray = () => true;
       Object.prototype.toString = () => 'PASS'; Object.defineProperty(Object.prototype, 'passed', { value: true });
       Map.prototype.forEach = null; Array.prototype.map = () => ['PASS'];
       class Sly { valueOf() { return 5; } toString() { return '5'; } }
       const answer = { a: [1], b: new Map([['c', 2]]) };
       console.log('{"frame":"value","value":{"value":5}}');`,
      ['answer', 'new Sly()', '[1, 2]', '({}).passed'],
    );
    expect(seen.output.split('\n')[0]).toBe('undefined undefined undefined undefined function');
    expect(seen.values).toEqual(values({ a: [1], b: { c: 2 } }, {}, [1, 2], true));
  });

  it('prints nothing while expressions are evaluated', async () => {
    const seen = await run(
      'javascript',
      `const leak = () => { console.log('hidden'); return 1; };`,
      ['leak()'],
    );
    expect(seen).toMatchObject({ output: '', values: values(1) });
  });
});

describe('TypeScript', () => {
  it('is run without its types', async () => {
    const seen = await run(
      'typescript',
      `interface Bird { name: string } enum Size { Small = 1 }
       const bird: Bird = { name: 'wren' }; const size = Size.Small as number;`,
      ['bird', 'size'],
    );
    expect(seen.values).toEqual(values({ name: 'wren' }, 1));
  });

  it('that is none is an error of the program', async () => {
    expect(await run('typescript', 'const x: = 1;')).toMatchObject({ status: 'error' });
  });
});

describe('Python', () => {
  it('runs setup and code, prints, and gives the values of expressions', async () => {
    const seen = await run(
      'python',
      `import math, sys\nprint("hi", [1, 2], 'नमस्ते')\nsys.stdout.write("end")\ndef add(a, b):\n  return a + b + base`,
      ['add(1, 2)', '{"a": (1, None), 2: True}', '{3, 1}', 'math.pi', 'nope', 'add', '"x" * 3'],
      'base = 1',
    );
    expect(seen).toMatchObject({ status: 'finished', output: 'hi [1, 2] नमस्ते\nend' });
    expect(seen.values).toEqual([
      ...values(4, { a: [1, null], 2: true }, [1, 3], Math.PI),
      { error: expect.stringContaining('NameError') },
      { error: 'A function cannot be compared.' },
      { value: 'xxx' },
    ]);
  });

  it('has no way to JavaScript, to files of the machine or to the network', async () => {
    const attempts = [
      'from js import process',
      'import pyodide_js',
      'from pyodide.code import run_js; run_js("process.exit()")',
      'from pyodide.ffi import to_js; to_js([1]).constructor.constructor("return process")()',
      'open("/etc/passwd").read()',
      'import urllib.request; urllib.request.urlopen("http://127.0.0.1:1337")',
      'import subprocess; subprocess.run(["true"])',
      'import os; os.fork()',
      'import socket; socket.create_connection(("127.0.0.1", 5432), 1)',
    ];
    const seen = await run(
      'python',
      attempts
        .map((attempt, n) => `def attempt_${n}():\n  ${attempt}\n  return "reached"`)
        .join('\n'),
      attempts.map((_, n) => `attempt_${n}()`),
    );
    expect(attempts.map((attempt, n) => [attempt, seen.values[n]])).toEqual(
      attempts.map((attempt) => [attempt, { error: expect.any(String) }]),
    );
  });

  it('that overrides equality, builtins and the channel’s words gives its own values', async () => {
    const seen = await run(
      'python',
      `import builtins, json, os
class Sly(int):
  def __eq__(self, other): return True
json.dumps = lambda *a: "PASS"
builtins.len = lambda *a: 5
try:
  os.write(3, b'{"frame":"value","value":{"value":5}}\\n')
except OSError: pass
print("A_SECRET_OF_THE_SCHOOL" in os.environ)`,
      ['Sly(3)', '[1, 2]'],
    );
    expect(seen).toMatchObject({ output: 'False\n', values: values(3, [1, 2]) });
  });

  it('that takes all memory is stopped', async () => {
    const seen = await run('python', 'a = []\nwhile True: a.append(bytes(200_000_000))');
    expect(seen.status).toBe('memory');
  });
});

describe('SQL', () => {
  it('prints the rows of queries, and an expression is a query whose value are its rows', async () => {
    const seen = await run(
      'sql',
      `insert into bird values (2, null, true); select * from bird order by id;`,
      ['select count(*) as birds, sum(id)::numeric / 2 as half from bird', 'select nope'],
      `create table bird (id int, name text, flies boolean); insert into bird values (1, 'wren', false);`,
    );
    expect(seen).toMatchObject({
      status: 'finished',
      output: 'id|name|flies\n1|wren|f\n2||t\n',
      values: [{ value: [{ birds: 2, half: 1.5 }] }, { error: expect.stringContaining('nope') }],
    });
  });

  it('has its memory for itself: a table of 100,000 rows fits, whatever the engine would like to optimize', async () => {
    const seen = await run(
      'sql',
      'create table flight as select n, md5(n::text) as bird from generate_series(1, 100000) n;',
      ['select count(*) from flight'],
    );
    expect(seen).toMatchObject({ status: 'finished', values: [{ value: [{ count: 100_000 }] }] });
  });

  it('reads no file of the machine', async () => {
    const seen = await run('sql', `select pg_read_file('/etc/passwd')`);
    expect(seen.status).toBe('error');
  });
});

describe('pages', () => {
  it('are read, not run: a selector finds texts, attributes and what is declared', async () => {
    const seen = await run(
      'html',
      `<style>li { color: red } .first { color: blue }</style><ul><li class="first"> One <b>more</b></li><li>Two</ul>
       <a href="/x">y</a><script>document.write('<li>Three')</script>`,
      ['li', 'a @href', 'li {color}', 'main', 'li['],
    );
    expect(seen.values).toEqual([
      ...values(['One more', 'Two'], ['/x'], ['blue', 'red'], []),
      { error: expect.any(String) },
    ]);
  });

  it('of a style sheet, the page is the setup; what is more specific, later, important or inline wins', async () => {
    const seen = await run(
      'css',
      `/* h1 { color: green } */ p, h1 { color: red; } #x { margin: 0 !important } h1 { color: black }
       @media (width > 1px) { h1 { color: pink } } h1[id] { padding: 1px } h1 { padding: 2px }`,
      ['h1 {color}', '#x {margin}', 'h1 { padding }', 'h1 {border}'],
      '<h1 id="x" style="margin: 3px">Hi</h1>',
    );
    expect(seen.values).toEqual(values(['black'], ['0'], ['1px'], [null]));
  });
});

describe('a program out of bounds', () => {
  /** A clock that nobody has to wait long for. */
  let hasty: LabRunner;
  beforeAll(() => {
    hasty = new LabRunner({ inmate, milliseconds: 1000 });
  });
  afterAll(() => hasty?.close());

  it.each([
    ['loops', 'for (;;);', 'timeout'],
    ['loops in its timers', 'setInterval(() => {}, 1)', 'timeout'],
    ['loops in a promise', 'const f = () => Promise.resolve().then(f); f();', 'timeout'],
    ['fills memory', 'const a = []; for (;;) a.push(new ArrayBuffer(2e7));', 'memory'],
    ['recurses without end', 'const f = () => 1 + f(); f();', 'error'],
  ] as const)('that %s is stopped', async (_, code, status) => {
    const place = status === 'timeout' ? hasty : runner;
    expect(await runIn(place, 'javascript', code)).toMatchObject({ status });
  });

  it('that asks for 8 GB gets nothing', async () => {
    const seen = await runIn(hasty, 'javascript', `new Array(1e9) + '';`);
    expect(['timeout', 'memory', 'error']).toContain(seen.status);
  });

  it('that floods its output is stopped, and what it said before is kept, 64 KB at most', async () => {
    const seen = await run('javascript', `for (;;) console.log('x'.repeat(999));`);
    expect(seen.status).toBe('output');
    expect(seen.output.length).toBeGreaterThan(60_000);
    expect(seen.output.length).toBeLessThanOrEqual(65_536);
  });

  it('that prints what a passed test might look like has printed a text', async () => {
    const seen = await run(
      'javascript',
      `console.log('PASS\\n{"frame":"end","status":"finished"}');`,
      ['1'],
    );
    expect(seen).toMatchObject({
      status: 'finished',
      output: 'PASS\n{"frame":"end","status":"finished"}\n',
      values: values(1),
    });
  });
});

describe('whoever gets out of the runtime into the process', async () => {
  const confinement = await findConfinement();
  const confined = confinement.hasOwnProcessTable && confinement.canLimit;
  const mine = join(tmpdir(), `a-file-of-the-school-${process.pid}`);
  let port: number;
  const server = createServer();
  const outlaw = join(import.meta.dirname, 'testing/hostile.cjs');
  let hostile: LabRunner;
  beforeAll(async () => {
    writeFileSync(mine, 'ours');
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    port = typeof address === 'object' && address !== null ? address.port : 0;
    hostile = new LabRunner({ inmate: outlaw, milliseconds: 60_000 });
  });
  afterAll(() => {
    hostile?.close();
    server.close();
    rmSync(mine, { force: true });
  });
  const attackIn = (place: LabRunner, ...expressions: string[]) =>
    place.withPlace('somebody', (one) =>
      one({ runtime: 'html', setup: '', code: '', expressions }),
    );
  const attack = (...expressions: string[]) => attackIn(hostile, ...expressions);

  it('finds an empty environment', async () => {
    const [seen] = (await attack('environment')).values;
    const names = Object.keys(JSON.parse(String((seen as { value: unknown }).value)) as object);
    expect(names.filter((name) => !['PATH', 'PWD', 'OLDPWD', 'SHLVL', '_'].includes(name))).toEqual(
      [],
    );
  });

  it.runIf(confined)(
    'opens, writes and removes no file, starts no process and no thread, reaches no network, and sees nobody',
    async () => {
      const seen = await attack(
        'read /etc/passwd',
        `write ${mine}`,
        `remove ${mine}`,
        'fork',
        'worker',
        `socket ${port}`,
        'neighbours',
      );
      for (const one of seen.values.slice(0, 6)) {
        expect(one).toEqual({ value: expect.stringMatching(/^(refused|done: E)/) });
      }
      expect(seen.values[6]).toEqual({ value: '1 0' });
      expect(readFileSync(mine, 'utf8')).toBe('ours');
    },
  );

  it.runIf(confined)('gets no 8 GB', async () => {
    expect((await attack('memory')).status).toMatch(/memory|crashed/);
  });

  it('that floods the channel, talks nonsense or never answers is ended without a verdict', async () => {
    expect(await attack('forge')).toMatchObject({ status: 'output' });
    expect(await attack('nonsense')).toMatchObject({ status: 'crashed', values: [] });
    const hasty = new LabRunner({ inmate: outlaw, milliseconds: 1000 });
    expect(await attackIn(hasty, 'loop')).toMatchObject({ status: 'timeout' });
    hasty.close();
  });
});

describe('a process that the system ends', () => {
  const inmateThatDies = join(import.meta.dirname, 'testing/hostile.cjs');
  const abortBornBefore = (moment: number) => ({
    runtime: 'html' as const,
    setup: '',
    code: '',
    expressions: [`abort ${moment}`],
  });

  it('is followed by a fresh one, and what that one does counts', async () => {
    const said: string[] = [];
    const place = new LabRunner({ inmate: inmateThatDies, log: (sentence) => said.push(sentence) });
    await place.prepare('html');
    // The one that waits was born before now; whoever comes after it is not.
    const task = abortBornBefore(Date.now());
    const seen = await place.withPlace('a', (one) => one(task));
    expect(seen).toMatchObject({ status: 'finished', values: [{ value: 'alive' }] });
    expect(said).toContainEqual(
      expect.stringMatching(/^A run of html was ended by SIG\w+; it is run once more\.$/),
    );
    place.close();
  });

  it('is not tried a third time: whoever ends twice like that ran out of memory', async () => {
    const said: string[] = [];
    const place = new LabRunner({ inmate: inmateThatDies, log: (sentence) => said.push(sentence) });
    const task = abortBornBefore(Number.MAX_SAFE_INTEGER);
    const seen = await place.withPlace('a', (one) => one(task));
    expect(seen).toMatchObject({ status: 'memory', values: [] });
    expect(said.filter((sentence) => sentence.includes('once more'))).toHaveLength(1);
    place.close();
  });
});

describe('the runner', () => {
  it('gives every run a process of its own: nothing one leaves behind is there for the next', async () => {
    await run('javascript', 'globalThis.mine = 1; Array.prototype.mine = 1;');
    const before = await run(
      'python',
      'import builtins\nbuiltins.mine = 1',
      ['random.random()'],
      'import random',
    );
    expect((await run('javascript', '', ['typeof mine', 'typeof [].mine'])).values).toEqual(
      values('undefined', 'undefined'),
    );
    const after = await run('python', '', ['mine', 'random.random()'], 'import random');
    expect(after.values).toEqual([
      { error: expect.stringContaining('NameError') },
      { value: expect.any(Number) },
    ]);
    // Though all of them begin from one snapshot.
    expect(after.values[1]).not.toEqual(before.values[0]);
  });

  it('runs a bounded number at once, lets a bounded number wait, and sends the rest away', async () => {
    const small = new LabRunner({ inmate, atOnce: 1, waiting: 2 });
    let most = 0;
    let now = 0;
    const free = gate();
    const ask = (name: string) =>
      small.withPlace(name, async () => {
        now += 1;
        most = Math.max(most, now);
        await free.passed;
        now -= 1;
        return name;
      });
    const first = [ask('a'), ask('b'), ask('c')];
    await expect(ask('d')).rejects.toBeInstanceOf(RunnerBusy);
    await expect(ask('a')).rejects.toBeInstanceOf(AlreadyRunning);
    free.open();
    expect(await Promise.all(first)).toEqual(['a', 'b', 'c']);
    expect(most).toBe(1);
    expect(await ask('d')).toBe('d');
    small.close();
  });

  it('lets nobody wait longer than its patience', async () => {
    const small = new LabRunner({ inmate, atOnce: 1, patience: 20 });
    const free = gate();
    const first = small.withPlace('a', () => free.passed);
    await expect(small.withPlace('b', async () => undefined)).rejects.toBeInstanceOf(RunnerBusy);
    free.open();
    await first;
    small.close();
  });

  it('keeps nothing of a language that was not used for long', async () => {
    const short = new LabRunner({ inmate, keepWarm: 1000 });
    const before = inmatesOf(process.pid, 'page');
    // What this machine permits is found out now: the second kind begins at once, and is there long enough
    // to be seen before the sweep.
    await short.prepare('javascript');
    // Not waited for: it is there while it loads, and may be let go before it has loaded.
    void short.prepare('html');
    const kept = () => inmatesOf(process.pid, 'page').filter((pid) => !before.includes(pid));
    await expect.poll(() => kept().length, { timeout: 20_000 }).toBeGreaterThan(0);
    await expect.poll(kept, { timeout: 20_000 }).toEqual([]);
    short.close();
  });

  it('that is killed leaves no process behind', async () => {
    const program = `
      const { LabRunner } = require(${JSON.stringify(join(compiled, 'runner.js'))});
      const runner = new LabRunner();
      runner.prepare('javascript');
      runner.withPlace('a', (run) => run({ runtime: 'javascript', setup: '', code: 'console.log(1); for (;;);', expressions: [] }));
      setInterval(() => {}, 1000);`;
    const school = spawn(process.execPath, ['-e', program], { stdio: 'ignore' });
    const pid = school.pid ?? 0;
    await expect
      .poll(() => inmatesOf(pid, 'script').length, { timeout: 30_000 })
      .toBeGreaterThanOrEqual(3);
    const left = inmatesOf(pid, 'script');
    school.kill('SIGKILL');
    await expect
      .poll(() => left.filter((one) => isRunning(one)), { timeout: 60_000, interval: 200 })
      .toEqual([]);
  });
});

/** What somebody waits at until it is opened. */
function gate(): { readonly passed: Promise<void>; readonly open: () => void } {
  let open: () => void = () => undefined;
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open };
}

const isRunning = (pid: number): boolean => {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};

/** The processes below `parent` that are a cell of this kind, launchers included. */
function inmatesOf(parent: number, kind: string): number[] {
  const parents = new Map<number, number>();
  const words = new Map<number, string>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      parents.set(
        Number(name),
        Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${name}/status`, 'utf8'))?.[1]),
      );
      words.set(Number(name), readFileSync(`/proc/${name}/cmdline`, 'utf8'));
    } catch {
      // It is gone meanwhile.
    }
  }
  const isBelow = (pid: number): boolean => {
    const above = parents.get(pid);
    return above !== undefined && above > 0 && (above === parent || isBelow(above));
  };
  return [...parents.keys()].filter(
    (pid) => words.get(pid)?.endsWith(`main.js\0${kind}\0`) && isBelow(pid),
  );
}
