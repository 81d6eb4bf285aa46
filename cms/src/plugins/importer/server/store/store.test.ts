import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Core, UID } from '@strapi/strapi';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { cmsEnvironment } from '../../../../../../scripts/lib/services';
import { createDatabase } from '../../../../../../scripts/testing/database';
import {
  curriculum,
  type Files,
  PNG,
  realSample,
  removeCurricula,
  writeFiles,
} from '../../testing/curriculum';
import { importCourse } from './index';
import { KINDS } from './plan';
import { ImportRefused } from './report';

// Strapi's ES modules import folders, which Node refuses; its CommonJS form is the one the cms runs.
const { createStrapi } = createRequire(import.meta.url)(
  '@strapi/strapi',
) as typeof import('@strapi/strapi');

interface TestStrapi {
  strapi: Core.Strapi;
  /** The folder that holds uploaded files. */
  uploads: string;
  stop(): Promise<void>;
}

/** The built cms inside the test's own process, on a database of its own, serving nothing. */
async function startStrapi(): Promise<TestStrapi> {
  const cms = path.resolve(import.meta.dirname, '../../../../..');
  const folder = mkdtempSync(path.join(tmpdir(), 'importer-'));
  const publicFolder = path.join(folder, 'public');
  mkdirSync(path.join(folder, 'logs'));
  const database = await createDatabase();
  const environment = cmsEnvironment({
    host: '127.0.0.1',
    port: 1337,
    learnerUrl: 'http://127.0.0.1:4321',
    smtpUrl: 'smtp://127.0.0.1:1025',
    database,
    secrets: inject('postgres').secrets,
    logsFolder: path.join(folder, 'logs'),
    publicFolder,
  });
  for (const [name, value] of Object.entries(environment))
    if (value !== undefined) process.env[name] = value;
  process.env.NODE_ENV = 'production';
  process.chdir(cms);
  const strapi = await createStrapi({ appDir: cms, distDir: path.join(cms, 'dist') }).load();
  return {
    strapi,
    uploads: path.join(publicFolder, 'uploads'),
    async stop() {
      // Strapi takes every listener off the process when it ends, also those of the test runner.
      const listeners = process
        .eventNames()
        .map((name) => [name, process.rawListeners(name as 'exit')] as const);
      await strapi.destroy();
      for (const [name, kept] of listeners) {
        for (const listener of kept) process.on(name as 'exit', listener as () => void);
      }
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

let running: TestStrapi;
beforeAll(async () => {
  running = await startStrapi();
});
afterAll(async () => {
  await running?.stop();
  await removeCurricula();
});

type Row = Record<string, unknown> & { documentId: string };
interface Documents {
  findMany(params?: object): Promise<Row[]>;
  count(params?: object): Promise<number>;
  delete(params: { documentId: string }): Promise<unknown>;
  update(params: { documentId: string; data: object }): Promise<unknown>;
  create(params: { data: object }): Promise<Row>;
}
const drafts = (kind: string): Documents =>
  running.strapi.documents(`api::${kind}.draft-${kind}` as UID.ContentType) as unknown as Documents;

/** How many drafts of each kind there are, and how many pictures. */
async function contents(): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const kind of KINDS) counts[kind] = await drafts(kind).count({});
  counts.pictures = await running.strapi.db.query('plugin::upload.file').count({});
  counts.files = existsSync(running.uploads)
    ? readdirSync(running.uploads).filter((name) => name !== '.gitkeep').length
    : 0;
  return counts;
}

async function clear(): Promise<void> {
  for (const kind of [...KINDS].reverse()) {
    for (const { documentId } of await drafts(kind).findMany({ limit: -1 }))
      await drafts(kind).delete({ documentId });
  }
  const service = running.strapi.plugin('upload').service('upload');
  for (const file of await running.strapi.db.query('plugin::upload.file').findMany({}))
    await service.remove(file);
}
beforeEach(clear);

const quiz = JSON.stringify({
  title: 'Quiz',
  questions: [
    { question: 'One?', correct: true },
    { question: 'Two?', options: ['a', 'b'], answer: 'b' },
  ],
});
const small: Files = {
  'README.md': '# Small course\n\nIts description.\n',
  '1-basics/README.md': '# Basics\n\nAbout them.\n',
  '1-basics/1-first/README.md': '# First\n\n![A point](point.png)\n',
  '1-basics/1-first/point.png': PNG,
  '1-basics/1-first/quiz.json': quiz,
  '1-basics/1-first/assignment.md':
    '# Do it\n\nNow.\n\n| Criteria | Good |\n|---|---|\n| Done | yes |\n',
  '1-basics/2-second/README.md': '# Second\n\nText.\n',
  '1-basics/2-second/lab.md':
    '---\ntitle: Lab\nlanguage: javascript\n---\n\n## Instructions\n\nTry.\n',
};

describe('an import', () => {
  test('stores the whole tree with its parents, and pictures with their addresses', async () => {
    const report = await importCourse(running.strapi, await curriculum(small));
    expect(report.counts).toEqual({
      modules: 1,
      lessons: 2,
      tests: 1,
      questions: 2,
      projects: 1,
      labs: 1,
      warnings: 0,
    });
    const [course] = await drafts('course').findMany({
      populate: {
        draft_modules: {
          populate: {
            draft_lessons: { populate: ['draft_ai_notes', 'draft_practice_labs'] },
            draft_tests: { populate: ['draft_questions'] },
            draft_projects: true,
          },
        },
        draft_certificates: true,
      },
    });
    expect(course?.documentId).toBe(report.documentId);
    expect(course).toMatchObject({
      name: 'Small course',
      description: 'Its description.',
      include_tests: true,
      include_projects: true,
      include_labs: true,
      editorial_status: 'editing',
      draft_certificates: [
        {
          name: 'Small course',
          type: 'assessment',
          requires_test_pass: true,
          passing_percentage: 70,
        },
      ],
      draft_modules: [
        {
          title: 'Basics',
          draft_lessons: [
            {
              title: 'First',
              order_index: 1,
              draft_ai_notes: [
                {
                  content: expect.stringMatching(
                    /^!\[A point\]\(\/uploads\/point_[\w-]+\.png\)$/,
                  ) as string,
                },
              ],
            },
            {
              title: 'Second',
              order_index: 2,
              draft_practice_labs: [{ title: 'Lab', instructions: 'Try.' }],
            },
          ],
          draft_tests: [
            {
              title: 'Quiz',
              editorial_status: 'ready',
              draft_questions: [{ correct_answer: 'True' }, { correct_answer: 'b' }],
            },
          ],
          draft_projects: [
            {
              title: 'Do it',
              evaluation_checklist: [{ criterion: 'Done', description: 'Good: yes' }],
            },
          ],
        },
      ],
    });
  });

  test('again, from another place, changes nothing and doubles nothing', async () => {
    const first = await importCourse(running.strapi, await curriculum(small));
    const before = await contents();
    const second = await importCourse(running.strapi, await curriculum(small));
    expect(second).toMatchObject({ documentId: first.documentId, created: 0, updated: 0 });
    expect(await contents()).toEqual(before);
  });

  test('again after changes updates the same drafts, and keeps and names what is gone', async () => {
    const folder = await curriculum(small);
    await importCourse(running.strapi, folder);
    const [before] = await drafts('lesson').findMany({ filters: { title: 'First' } });
    await writeFiles(folder, {
      '1-basics/1-first/README.md': '# First, better\n\nNew text.\n',
      '1-basics/3-third/README.md': '# Third\n\nText.\n',
    });
    await rm(path.join(folder, '1-basics/2-second'), { recursive: true });
    const report = await importCourse(running.strapi, folder);
    const [after] = await drafts('lesson').findMany({
      filters: { documentId: before?.documentId },
      populate: ['draft_ai_notes'],
    });
    expect(after).toMatchObject({
      title: 'First, better',
      draft_ai_notes: [{ content: 'New text.' }],
    });
    expect(await drafts('lesson').count({})).toBe(3);
    expect(
      report.findings.map(({ code, message }) => [code, /"(.*?)"/.exec(message)?.[1]]),
    ).toEqual([['kept', 'Second']]);
    expect(report.created).toBe(2);
  });

  test('leaves what an editor made by hand alone', async () => {
    const folder = await curriculum(small);
    const { documentId } = await importCourse(running.strapi, folder);
    await drafts('module').create({ data: { title: 'By hand', draft_course: documentId } });
    const report = await importCourse(running.strapi, folder);
    expect(report.findings).toEqual([]);
    expect(await drafts('module').count({})).toBe(2);
  });

  test('of a source with errors stores nothing', async () => {
    const before = await contents();
    const folder = await curriculum({
      ...small,
      '1-basics/2-second/quiz.json': '{"questions":[{"question":"?","options":["a","b"]}]}',
    });
    await expect(importCourse(running.strapi, folder)).rejects.toBeInstanceOf(ImportRefused);
    expect(await contents()).toEqual(before);
  });

  test('that the database refuses half-way stores nothing and takes its pictures back', async () => {
    const folder = await curriculum(small);
    const { connection } = running.strapi.db;
    await connection.raw(
      `create function cms.refuse() returns trigger language plpgsql as $$ begin raise exception 'no certificates today'; end $$`,
    );
    await connection.raw(
      'create trigger refuse before insert on cms.draft_certificates for each row execute function cms.refuse()',
    );
    const before = await contents();
    try {
      await expect(importCourse(running.strapi, folder)).rejects.toBeInstanceOf(ImportRefused);
      expect(await contents()).toEqual(before);
    } finally {
      await connection.raw('drop trigger refuse on cms.draft_certificates');
      await connection.raw('drop function cms.refuse()');
    }
    await expect(importCourse(running.strapi, folder)).resolves.toMatchObject({
      counts: { lessons: 2 },
    });
  });

  test('as a dry run stores nothing and counts the same', async () => {
    const before = await contents();
    const report = await importCourse(running.strapi, await curriculum(small), { dryRun: true });
    expect(report).toMatchObject({
      documentId: null,
      counts: { modules: 1, lessons: 2, questions: 2 },
    });
    expect(await contents()).toEqual(before);
  });

  test('at the same time as another of the same course makes one course', async () => {
    const folder = await curriculum(small);
    const reports = await Promise.all([
      importCourse(running.strapi, folder),
      importCourse(running.strapi, folder),
    ]);
    expect(new Set(reports.map((report) => report.documentId)).size).toBe(1);
    expect(await drafts('course').count({})).toBe(1);
  });
});

describe.skipIf(!existsSync(realSample))('the curriculum of other people', () => {
  test('becomes drafts twice without doubling', async () => {
    const first = await importCourse(running.strapi, realSample);
    expect(first.counts).toMatchObject({
      modules: 7,
      lessons: 24,
      projects: 23,
      tests: 48,
      questions: 144,
    });
    const before = await contents();
    expect(before).toMatchObject({
      course: 1,
      module: 7,
      lesson: 24,
      'ai-note': 24,
      test: 48,
      question: 144,
      project: 23,
      certificate: 1,
      pictures: 21,
    });
    const second = await importCourse(running.strapi, realSample);
    expect(second).toMatchObject({ documentId: first.documentId, created: 0, updated: 0 });
    expect(await contents()).toEqual(before);
    const notes = await drafts('ai-note').findMany({ limit: -1 });
    expect(notes.some((note) => String(note.content).includes('imported-picture:'))).toBe(false);
  }, 120_000);
});
