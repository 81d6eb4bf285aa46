import path from 'node:path';
import { parseArgs } from 'node:util';
import { type Core, createStrapi } from '@strapi/strapi';
import {
  dryReport,
  findingLine,
  type ImportProgress,
  ImportRefused,
  type ImportReport,
  importCourse,
  readForImport,
} from '../src/plugins/importer/server';
import { publishCourse } from '../src/plugins/publisher/server';
import { endStrapi } from './end-strapi';

/**
 * Imports a curriculum without serving anything: `import.js <folder> [--publish] [--dry-run] [--json]`.
 * What a person reads goes to stderr; with --json the last line of stdout is the counts. The exit
 * code is 1 when nothing was imported or not published, 0 otherwise. A dry run needs no database.
 */
interface Wishes {
  readonly folder: string;
  readonly publish: boolean;
  readonly dryRun: boolean;
  readonly json: boolean;
}

function wishes(): Wishes {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      publish: { type: 'boolean' },
      'dry-run': { type: 'boolean' },
      json: { type: 'boolean' },
    },
  });
  const [folder] = positionals;
  if (folder === undefined) throw new Error('Give the folder of the course.');
  return {
    folder: path.resolve(folder),
    publish: values.publish ?? false,
    dryRun: values['dry-run'] ?? false,
    json: values.json ?? false,
  };
}

const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

async function main(): Promise<number> {
  const { folder, publish, dryRun, json } = wishes();
  try {
    say(`Reading ${folder}`);
    const { report, outcome, code } = dryRun
      ? await readOnly(folder)
      : await store(folder, publish);
    // Only now, for Strapi writes to stdout until it has ended, and the counts are the last line.
    tell(report, json, outcome);
    return code;
  } catch (error) {
    if (!(error instanceof ImportRefused)) throw error;
    for (const finding of error.findings) say(findingLine(finding));
    say(error.message);
    return 1;
  }
}

interface Result {
  readonly report: ImportReport;
  readonly outcome: string;
  readonly code: number;
}

async function readOnly(folder: string): Promise<Result> {
  const { course, findings } = await readForImport(folder);
  return {
    report: dryReport(course, findings),
    outcome: 'Nothing was stored: this was a dry run.',
    code: 0,
  };
}

async function store(folder: string, publish: boolean): Promise<Result> {
  // Read once before the cms boots: errors in the source should not wait for a database.
  await readForImport(folder);
  const strapi = await createStrapi({
    appDir: process.cwd(),
    distDir: path.resolve('dist'),
  }).load();
  try {
    const report = await importCourse(strapi, folder, { onProgress: showProgress });
    const { created, updated, unchanged } = report;
    const published = publish ? await publishDraft(strapi, report) : true;
    const outcome = `Stored: ${created} new, ${updated} changed, ${unchanged} as they were.`;
    return { report, outcome, code: published ? 0 : 1 };
  } finally {
    await endStrapi(strapi);
  }
}

async function publishDraft(strapi: Core.Strapi, report: ImportReport): Promise<boolean> {
  if (report.documentId === null) return false;
  const outcome = await publishCourse(
    strapi,
    report.documentId,
    { id: null, name: 'import' },
    'Imported',
  );
  if (outcome.kind === 'published') {
    say(`Published as version ${outcome.version}.`);
    return true;
  }
  for (const problem of outcome.problems) say(`${problem.severity}  ${problem.message}`);
  say('The drafts are stored, but they were not published.');
  return false;
}

function tell({ counts, findings }: ImportReport, json: boolean, outcome: string): void {
  for (const finding of findings) say(findingLine(finding));
  const { modules, lessons, tests, questions, projects, labs, warnings } = counts;
  say(
    `${modules} modules, ${lessons} lessons, ${tests} tests, ${questions} questions, ${projects} projects, ${labs} labs, ${warnings} warnings.`,
  );
  say(outcome);
  if (json)
    process.stdout.write(
      `${JSON.stringify({ modules, lessons, tests, questions, projects, warnings })}\n`,
    );
}

/** A line at every quarter is enough to see that it moves. */
let lastLine = '';
function showProgress({ step, done, total }: ImportProgress): void {
  if (step === 'read') return;
  const quarter = Math.floor((done / total) * 4);
  const words = step === 'pictures' ? 'Pictures in the media library' : 'Drafts written';
  const line = `${words}: ${Math.round((quarter / 4) * 100)} % of ${total}`;
  if (line === lastLine || quarter === 0) return;
  lastLine = line;
  say(line);
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
