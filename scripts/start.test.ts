import { statSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { isAlive, until } from './lib/processes.ts';
import { prepareStart, running, type Start } from './testing/started.ts';

let start: Start;
beforeAll(async () => {
  start = await prepareStart();
});
afterEach(() => start.end());
afterAll(() => start.remove());

async function answers(port: number): Promise<boolean> {
  try {
    await fetch(`http://127.0.0.1:${port}/`, { redirect: 'manual' });
    return true;
  } catch {
    return false;
  }
}

// A build may be stale when this file is run alone.
describe('npm start', { timeout: 200_000 }, () => {
  it('brings everything up, prints the accounts once, and SIGTERM ends it all', async () => {
    const run = start.run();
    await running(run);
    expect(run.output()).toContain(`http://127.0.0.1:${start.ports.learner}`);
    expect(run.output()).toContain(`http://127.0.0.1:${start.ports.cms}/admin`);
    expect(run.output()).toContain('admin@ourshiksha.example');
    expect(statSync(path.join(start.dataDir, 'credentials.txt')).mode & 0o777).toBe(0o600);
    const began = start.processes();
    expect(began).toHaveLength(2);

    run.child.kill('SIGTERM');
    expect(await run.code).toBe(0);
    expect(began.filter(isAlive)).toEqual([]);
    expect([await answers(start.ports.cms), await answers(start.ports.learner)]).toEqual([
      false,
      false,
    ]);
  });

  it('starts again, without the passwords; a part that dies takes the rest along by name', async () => {
    const run = start.run();
    await running(run);
    expect(run.output()).not.toContain('admin@ourshiksha.example');
    expect(run.output()).toContain('credentials.txt');
    const postmaster = start.processes()[1] ?? 0;

    process.kill(postmaster, 'SIGKILL');
    expect(await run.code).toBe(1);
    expect(run.output()).toMatch(/(PostgreSQL|The cms) (was ended|ended)/);
    expect([await answers(start.ports.cms), await answers(start.ports.learner)]).toEqual([
      false,
      false,
    ]);
  });

  it('leaves no server behind that holds a port when it is itself killed outright', async () => {
    const run = start.run();
    await running(run);
    const [starter = 0] = start.processes();
    process.kill(starter, 'SIGKILL');
    await run.code;
    const silent = async () =>
      !(await answers(start.ports.cms)) && !(await answers(start.ports.learner));
    expect(await until(silent, { within: 60_000 })).toBe(true);
    // PostgreSQL itself goes on until the next start, which ends it and takes its place.
    const again = start.run();
    await running(again);
    expect(again.output()).toContain('Everything runs');
    again.child.kill('SIGINT');
    expect(await again.code).toBe(0);
  });

  it('says in one sentence which port is taken and what to do', async () => {
    const blocker = createServer();
    await new Promise<void>((resolve) => blocker.listen(start.ports.cms, '127.0.0.1', resolve));
    const run = start.run();
    expect(await run.code).toBe(1);
    expect(run.output().trim()).toBe(
      `Port ${start.ports.cms}, where the cms should listen, is taken: stop the program that uses it, or choose another port with CMS_PORT=<number>.`,
    );
    await new Promise((resolve) => blocker.close(resolve));
  });

  it('says in one sentence that a folder cannot be written', async () => {
    // A file in the way is refused to every user, root included.
    const run = start.run({ OURSHIKSHA_DATA: path.join(start.dataDir, 'secrets.json', 'below') });
    expect(await run.code).toBe(1);
    expect(run.output().trim().split('\n')).toHaveLength(1);
    expect(run.output()).toContain('cannot be written');
    expect(run.output()).toContain('OURSHIKSHA_DATA');
  });

  it('says in one sentence that the given database is not reachable', async () => {
    const run = start.run({ DATABASE_URL: 'postgres://nobody:x@127.0.0.1:1/none' });
    expect(await run.code).toBe(1);
    expect(run.output()).toContain('The PostgreSQL at 127.0.0.1:1 could not be set up');
    expect(run.output()).not.toContain('    at ');
  });
});
