import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import {
  asArchivist,
  type Deviation,
  findDeviations,
  putBack,
  recordHistory,
} from '../src/plugins/publisher/server';

/**
 * `rebuild.js [--check]`: compares every version in live with its snapshot and names each deviation;
 * without `--check` it first puts back what is missing. Exit code 1 while something deviates. Beside
 * the migrations this is the only program that gets the administrator's connection (DATABASE_URL).
 */
const { values } = parseArgs({ options: { check: { type: 'boolean' } } });

const lineOf = ({ courseId, version, what }: Deviation): string =>
  `course ${courseId}${version === null ? '' : `, version ${version}`}: ${what}`;

async function main(): Promise<number> {
  const client = new Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  try {
    if (!values.check) {
      const began = performance.now();
      const counts = await asArchivist(client, async (database) => {
        const put = await putBack(database);
        if (Object.keys(put).length > 0)
          await recordHistory(database, {
            courseId: null,
            draftDocumentId: '',
            courseName: '',
            action: 'rebuild',
            outcome: 'done',
            version: null,
            actor: { id: null, name: 'rebuild' },
            message: '',
            counts: put,
            problems: null,
            durationMs: performance.now() - began,
          });
        return put;
      });
      for (const [table, rows] of Object.entries(counts))
        console.log(`${table}: ${rows} rows put back`);
    }
    const deviations = await asArchivist(client, findDeviations);
    for (const deviation of deviations) console.log(lineOf(deviation));
    console.log(
      deviations.length === 0
        ? 'Live is what its snapshots say.'
        : `${deviations.length} deviations.${values.check ? ' “npm run rebuild” puts back what is missing; it changes no row that is there.' : ' What is left was altered: compare it by hand, nothing was changed.'}`,
    );
    return deviations.length === 0 ? 0 : 1;
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
