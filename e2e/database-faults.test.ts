import { execFileSync } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as passed } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { until } from '../scripts/lib/processes.ts';
import { type Exam, prepareExam, sitThrough } from '../scripts/testing/exam.ts';
import { type Line, openLine } from '../scripts/testing/line.ts';
import { startTestSystem, type TestSystem } from '../scripts/testing/system.ts';

/** What a database can do to those who need it besides ending: be busy, be far away, be full. */
let system: TestSystem;
let line: Line;
let superuser: Client;
let exam: Exam;
/** More than the students' pool has connections (`cms/src/lib/students.ts`). */
const users = Array.from({ length: 24 }, (_, n) => 900_300 + n);

beforeAll(async () => {
  const { adminUrl, secrets } = inject('postgres');
  line = await openLine(adminUrl);
  system = await startTestSystem({ sample: true, through: line.through });
  superuser = new Client({ connectionString: system.database.admin });
  await superuser.connect();
  const query = async <Row>(text: string, values: unknown[] = []) =>
    (await superuser.query(text, values)).rows as Row[];
  const { cmsUrl } = system;
  exam = { cmsUrl, ...(await prepareExam(query, users, secrets.jwtSecret)) };
});
afterAll(async () => {
  await superuser?.end();
  await system?.stop();
  await line?.close();
});

const someFail = async (failed: () => number) =>
  expect(await until(() => failed() > 0, { within: 20_000, every: 5 })).toBe(true);

describe('an exam goes on', () => {
  it('after all connections were busy for a while', async () => {
    await sitThrough(
      exam,
      users,
      async (failed) => {
        await superuser.query('begin');
        await superuser.query('lock table activity.attempt_answers in access exclusive mode');
        await someFail(failed);
      },
      async () => {
        await superuser.query('rollback');
      },
    );
  });

  it('after the line to the database was cut for five seconds', async () => {
    await sitThrough(
      exam,
      users,
      async () => {
        line.cut();
        await passed(5000);
      },
      line.mend,
    );
  });

  const place = mkdtempSync(path.join(tmpdir(), 'ourshiksha-small-disk-'));
  const mounted = mount(place);
  afterAll(() => {
    // Lazily: after a failure the database may still hold its files.
    if (mounted) execFileSync('umount', ['--lazy', place]);
    rmSync(place, { recursive: true, force: true });
  });

  // A disk of its own can be had by root only.
  it.runIf(mounted)('after the disk was full', async () => {
    const { rows } = await superuser.query<{ data_directory: string }>('show data_directory');
    const { uid, gid } = statSync(rows[0]?.data_directory ?? '');
    chownSync(place, uid, gid);
    const space = `small_${system.database.name}`;
    await superuser.query(`create tablespace ${space} location '${place}'`);
    await superuser.query(`alter table activity.attempt_answers set tablespace ${space}`);
    const ballast = path.join(place, 'ballast');
    // Rows that somebody might still look at are kept, so that the table has to grow.
    const looker = new Client({ connectionString: system.database.admin });
    await looker.connect();
    await looker.query('begin isolation level repeatable read');
    await looker.query('select from activity.attempt_answers limit 1');
    await sitThrough(
      exam,
      users,
      async (failed) => {
        fill(ballast);
        await someFail(failed);
      },
      async () => {
        rmSync(ballast);
        await looker.end();
      },
    );
    await superuser.query('alter table activity.attempt_answers set tablespace pg_default');
    await superuser.query(`drop tablespace ${space}`);
  });
});

function mount(folder: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Writes until nothing more fits. */
function fill(file: string): void {
  const piece = Buffer.alloc(64 * 1024);
  for (;;) {
    try {
      writeFileSync(file, piece, { flag: 'a' });
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return;
      throw error;
    }
  }
}
