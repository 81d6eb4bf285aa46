import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { Client, type ClientBase } from 'pg';
import type { GuruDatabase } from '../src/lib/guru';
import { takeOut, type UnusedVersion, unusedVersions } from '../src/plugins/publisher/server';

/**
 * `prune.js [--course <id>] [--dry-run] [--yes]`: takes old versions that nothing uses out of live,
 * after saying what that frees. Exit code 1 where a person would have to say yes and nobody can.
 */
const { values } = parseArgs({
  options: {
    course: { type: 'string' },
    'dry-run': { type: 'boolean' },
    yes: { type: 'boolean' },
  },
});

const sizeOf = (bytes: number): string =>
  bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;

const lineOf = ({ courseName, courseId, version, rows, bytes }: UnusedVersion): string =>
  `${courseName} (course ${courseId}), version ${version}: ${rows} rows, ${sizeOf(bytes)}`;

const over = (client: ClientBase): GuruDatabase => ({
  rows: async <Row>(text: string, parameters: readonly unknown[] = []) =>
    (await client.query({ text, values: [...parameters] })).rows as Row[],
  change: async (text, parameters = []) =>
    (await client.query({ text, values: [...parameters] })).rowCount ?? 0,
});

async function agreed(): Promise<boolean> {
  if (values.yes) return true;
  if (!process.stdin.isTTY) {
    console.error('Nothing was taken out. Say --yes to do it without being asked.');
    return false;
  }
  const asked = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await asked.question('Take them out of live? Their snapshots stay. [y/N] ');
  asked.close();
  return /^y(es)?$/i.test(answer.trim());
}

async function main(): Promise<number> {
  const course = values.course === undefined ? null : Number(values.course);
  if (course !== null && !Number.isSafeInteger(course)) {
    console.error('--course takes the number of a course, as this command lists it.');
    return 2;
  }
  const client = new Client({ connectionString: process.env.DATABASE_URL_GURU });
  await client.connect();
  try {
    const unused = await unusedVersions(over(client), course);
    for (const version of unused) console.log(lineOf(version));
    const rows = unused.reduce((sum, version) => sum + version.rows, 0);
    const bytes = unused.reduce((sum, version) => sum + version.bytes, 0);
    console.log(`${unused.length} versions can go: ${rows} rows, ${sizeOf(bytes)}.`);
    if (unused.length === 0 || values['dry-run']) return 0;
    if (!(await agreed())) return 1;
    let freed = 0;
    for (const version of unused) {
      await client.query('begin');
      freed += await takeOut(over(client), version, { id: null, name: 'prune' });
      await client.query('commit');
    }
    console.log(
      `${freed} rows were taken out. PostgreSQL uses the space again after its next vacuum.`,
    );
    return 0;
  } finally {
    await client.end();
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
