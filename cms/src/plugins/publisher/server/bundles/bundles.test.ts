import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fromBuffer } from 'yauzl';
import { ZipFile } from 'yazl';
import { startTestStrapi, type TestStrapi } from '../../../../../../scripts/testing/strapi.ts';
import { createDraftCourse, type DraftCourse, drafts } from '../../testing/draft-course';
import { publishCourse } from '../publish';
import { tree } from '../tree';
import { exportBundle, importBundle } from './index';

/** A picture of one pixel. */
const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const actor = { id: null, name: 'Guru One' };

let running: TestStrapi;
let superuser: Client;
let folder: string;
let made: DraftCourse;
let picture: string;
let good: Buffer;

const rows = async <Row = Record<string, unknown>>(text: string, values: unknown[] = []) =>
  (await superuser.query(text, values)).rows as Row[];
const publicFolder = () => path.join(running.strapi.dirs.static.public, 'uploads');

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'ourshiksha-bundles-'));
  // What an import leaves behind is looked for here; the other test files' imports have their own.
  process.env.TMPDIR = folder;
  running = await startTestStrapi();
  superuser = new Client({ connectionString: running.database.admin });
  await superuser.connect();
  const file = path.join(folder, 'river.png');
  writeFileSync(file, pixel);
  const [stored] = (await running.strapi
    .plugin('upload')
    .service('upload')
    .upload({
      data: { fileInfo: { name: 'river.png', alternativeText: 'A river' } },
      files: {
        filepath: file,
        originalFilename: 'river.png',
        mimetype: 'image/png',
        size: pixel.length,
      },
    })) as { url: string }[];
  picture = stored?.url ?? '';
  made = await createDraftCourse(running.strapi);
  const [note] = await drafts(running.strapi, 'ai-note').findMany();
  await drafts(running.strapi, 'ai-note').update({
    documentId: note?.documentId ?? '',
    data: { content: `Look:\n\n![A river](${picture})\n` },
  });
  const outcome = await publishCourse(running.strapi, made.course.documentId, actor);
  if (outcome.kind !== 'published') throw new Error(JSON.stringify(outcome));
  good = await exported();
});
afterAll(async () => {
  await superuser?.end();
  await running?.stop();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

async function exported(): Promise<Buffer> {
  const { stream } = await exportBundle(running.strapi, made.course.documentId, 1, actor);
  return buffer(stream);
}

interface Entry {
  readonly name: string;
  readonly content: Buffer;
  readonly mode?: number;
}

function entriesOf(zipped: Buffer): Promise<Entry[]> {
  return new Promise((resolve, reject) => {
    fromBuffer(zipped, { lazyEntries: true }, (error, zip) => {
      if (error) return reject(error);
      const entries: Entry[] = [];
      zip.on('end', () => resolve(entries));
      zip.on('entry', (entry) =>
        zip.openReadStream(entry, (_error, stream) => {
          void buffer(stream).then((content) => {
            entries.push({ name: entry.fileName, content });
            zip.readEntry();
          });
        }),
      );
      zip.readEntry();
    });
  });
}

function zipOf(entries: readonly Entry[]): Promise<Buffer> {
  const zip = new ZipFile();
  for (const { name, content, mode } of entries)
    zip.addBuffer(content, name, mode === undefined ? {} : { mode });
  zip.end();
  return buffer(zip.outputStream);
}

const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex');

/** The good bundle with another course, whose checksum is right, or with another manifest. */
async function bundleWith(changes: {
  course?: (text: string) => string | Buffer;
  manifest?: object;
  more?: Entry[];
}): Promise<Buffer> {
  const entries = await entriesOf(good);
  const text = entries.find(({ name }) => name === 'course.json')?.content ?? Buffer.alloc(0);
  const course = Buffer.from(changes.course?.(text.toString()) ?? text);
  return zipOf([
    ...entries.map(({ name, content }) => {
      if (name === 'course.json') return { name, content: course };
      if (name !== 'manifest.json') return { name, content };
      const manifest = {
        ...JSON.parse(content.toString()),
        checksum: sha256(course),
        ...changes.manifest,
      };
      return { name, content: Buffer.from(JSON.stringify(manifest)) };
    }),
    ...(changes.more ?? []),
  ]);
}

type Course = Record<string, Record<string, unknown>[]>;
const courseWith = (change: (course: Course) => void) =>
  bundleWith({
    course: (text) => {
      const course = JSON.parse(text) as Course;
      change(course);
      return JSON.stringify(course);
    },
  });

/** The same bytes with one name in place of another as long, which no honest writer would put there. */
function renamed(zipped: Buffer, before: string, after: string): Buffer {
  if (before.length !== after.length) throw new Error('Both names are equally long.');
  return Buffer.from(zipped.toString('latin1').replaceAll(before, after), 'latin1');
}

async function bring(zipped: Buffer) {
  const file = path.join(folder, `${sha256(zipped).slice(0, 8)}.zip`);
  writeFileSync(file, zipped);
  return importBundle(running.strapi, file, actor);
}
const refusal = (zipped: Buffer) =>
  bring(zipped).then(
    () => 'imported',
    (error: { status?: number; code?: string }) => `${error.status} ${error.code}`,
  );

async function everything(): Promise<unknown> {
  const tables = tree.map(({ draftTable }) => `select count(*)::int as n from cms.${draftTable}`);
  const [counted] = await rows(`select array(${tables.join(' union all ')}) as drafts,
    (select count(*)::int from cms.files) as files`);
  const leftovers = readdirSync(tmpdir()).filter((name) => /^ourshiksha-bundle-/.test(name));
  return { counted, uploads: readdirSync(publicFolder()).sort(), leftovers };
}

describe('a bundle', () => {
  it('holds the snapshot byte for byte, its checksum, and the media it names', async () => {
    const entries = await entriesOf(good);
    expect(entries.map(({ name }) => name)).toEqual([
      'manifest.json',
      'course.json',
      'media/0001.png',
    ]);
    const stored = readFileSync(path.join(publicFolder(), path.basename(picture)));
    const [manifest, course, medium] = entries.map(({ content }) => content);
    const [kept] = await rows<{ text: string; checksum: string }>(
      'select snapshot::text as text, checksum from live.course_versions where version = 1',
    );
    expect(course?.toString()).toBe(kept?.text);
    expect(JSON.parse(String(manifest))).toMatchObject({
      format: 'ourshiksha-course',
      formatVersion: 1,
      course: 'Rivers',
      version: 1,
      checksum: kept?.checksum,
      media: [
        {
          path: 'media/0001.png',
          url: picture,
          alternativeText: 'A river',
          sha256: sha256(stored),
        },
      ],
      missing: [],
    });
    expect(medium).toEqual(stored);
  });

  it('comes in as drafts of a new course that say the same, with the pictures at new addresses', async () => {
    const { documentId, counts } = await bring(good);
    expect(documentId).toMatch(/^[a-z][a-z0-9]{23}$/);
    expect(counts).toEqual({
      course: 1,
      module: 2,
      lesson: 4,
      ai_note: 4,
      test: 1,
      question: 2,
      practice_lab: 1,
      project: 1,
      project_step: 1,
      certificate: 1,
    });
    const outcome = await publishCourse(running.strapi, documentId, actor);
    if (outcome.kind !== 'published') throw new Error(JSON.stringify(outcome));
    const lessons = (course: number) =>
      rows(
        `select l.title, n.content, m.title as module from live.lessons l
        join live.modules m on m.id = l.module_id and m.version = l.version
        join live.ai_notes n on n.lesson_id = l.id and n.version = l.version
        where l.course_id = $1 and l.version = 1 order by m.order_index, l.order_index`,
        [course],
      );
    const [original] = await rows<{ id: number }>(
      'select live_course_id as id from cms.draft_courses where document_id = $1',
      [made.course.documentId],
    );
    const [before, after] = [await lessons(original?.id ?? 0), await lessons(outcome.courseId)];
    const [uploaded] = await rows<{ url: string }>(
      'select url from cms.files order by id desc limit 1',
    );
    expect(uploaded?.url).not.toBe(picture);
    expect(JSON.parse(JSON.stringify(after).replaceAll(uploaded?.url ?? '', picture))).toEqual(
      before,
    );
    const [question] = await rows(
      `select k.correct_answer from keys.question_keys k where k.course_id = $1 and k.correct_answer = 'Spring'`,
      [outcome.courseId],
    );
    expect(question).toBeDefined();
    expect(
      await rows(
        'select action, outcome, course_name from live.course_publish_history where draft_document_id = $1 order by id limit 1',
        [documentId],
      ),
    ).toEqual([{ action: 'import', outcome: 'done', course_name: 'Rivers' }]);
  });

  it('is not exported of a version that never was', async () => {
    await expect(
      exportBundle(running.strapi, made.course.documentId, 9, actor),
    ).rejects.toMatchObject({ code: 'version.not-found' });
    await expect(exportBundle(running.strapi, 'a'.repeat(24), 1, actor)).rejects.toMatchObject({
      code: 'publish.not-found',
    });
  });
});

describe('a bundle that is not as it should be is refused, and nothing is left', () => {
  let before: unknown;
  beforeEach(async () => {
    before = await everything();
  });
  const expectRefused = async (zipped: Buffer, code: string) => {
    expect(await refusal(zipped)).toBe(code);
    expect(await everything()).toEqual(before);
  };

  it('cut anywhere', async () => {
    for (const part of [0, 0.3, 0.9, 0.999])
      await expectRefused(good.subarray(0, Math.floor(good.length * part)), '422 bundle.damaged');
  });

  it('with one byte altered, in the course or in a picture', async () => {
    for (const name of ['course.json', 'media/0001.png']) {
      const altered = Buffer.from(good);
      const at = altered.indexOf(name) + name.length + 20;
      altered.writeUInt8((altered.readUInt8(at) + 1) % 256, at);
      await expectRefused(altered, '422 bundle.damaged');
    }
  });

  it('no zip, or a zip of something else', async () => {
    await expectRefused(Buffer.from('%PDF-1.7'), '422 bundle.damaged');
    await expectRefused(
      await zipOf([{ name: 'a.txt', content: Buffer.from('a') }]),
      '422 bundle.foreign',
    );
    await expectRefused(await bundleWith({ manifest: { format: 'scorm' } }), '422 bundle.foreign');
  });

  it('made by a newer OurShiksha', async () => {
    await expectRefused(await bundleWith({ manifest: { formatVersion: 2 } }), '422 bundle.newer');
  });

  it('with a path that climbs out, is absolute, or is nobody’s', async () => {
    const content = Buffer.from('x');
    const more = await bundleWith({ more: [{ name: 'xxxxxxxx/evil', content }] });
    await expectRefused(renamed(more, 'xxxxxxxx/evil', '../../../evil'), '422 bundle.unsafe');
    await expectRefused(renamed(more, 'xxxxxxxx/evil', '/etc/xxx/evil'), '422 bundle.unsafe');
    await expectRefused(
      renamed(more, 'xxxxxxxx/evil', '..\\..\\..\\evil'.padEnd(13, 'l')),
      '422 bundle.unsafe',
    );
    await expectRefused(more, '422 bundle.unsafe');
  });

  it('with a symbolic link', async () => {
    const entries = await entriesOf(good);
    const linked = entries.map((entry) =>
      entry.name.startsWith('media/')
        ? { ...entry, content: Buffer.from('/etc/passwd'), mode: 0o120777 }
        : entry,
    );
    await expectRefused(await zipOf(linked), '422 bundle.unsafe');
  });

  it('with a name twice', async () => {
    const twice = await bundleWith({ more: [{ name: 'media/0002.png', content: pixel }] });
    await expectRefused(renamed(twice, 'media/0002.png', 'media/0001.png'), '422 bundle.unsafe');
  });

  it('that is a bomb, whether it says so or lies', async () => {
    const zeros = Buffer.alloc(200 * 1024 * 1024);
    const honest = await bundleWith({ course: () => zeros });
    await expectRefused(honest, '413 bundle.too-large');
    const lying = Buffer.from(honest);
    const size = Buffer.alloc(4);
    size.writeUInt32LE(zeros.length);
    const small = Buffer.alloc(4);
    small.writeUInt32LE(1000);
    for (let at = lying.indexOf(size); at >= 0; at = lying.indexOf(size, at + 4))
      small.copy(lying, at);
    await expectRefused(lying, '422 bundle.damaged');
  });

  it('with more entries than any course has', async () => {
    // The end of the directory says how many there are, twice.
    const many = Buffer.from(good);
    const end = many.lastIndexOf('PK\x05\x06', undefined, 'latin1');
    many.writeUInt16LE(10_001, end + 8);
    many.writeUInt16LE(10_001, end + 10);
    await expectRefused(many, '413 bundle.too-large');
  });

  it('with a million nodes', async () => {
    await expectRefused(
      await courseWith((course) => {
        course.lessons = Array.from({ length: 1_000_000 }, (_, n) => ({ id: n + 1000 }));
      }),
      '413 bundle.too-large',
    );
  });

  it.each<[string, (course: Course) => unknown]>([
    ['a table that nobody knows', (course) => (course.secrets = [])],
    ['a table missing', (course) => delete course.tests],
    [
      'two courses',
      (course) => course.course_contents?.push({ ...course.course_contents[0], id: 5000 }),
    ],
    [
      'a field that nobody knows',
      (course) => Object.assign(course.lessons?.[0] ?? {}, { is_admin: true }),
    ],
    ['a field missing', (course) => delete course.lessons?.[0]?.title],
    [
      'a field of another type',
      (course) => Object.assign(course.lessons?.[0] ?? {}, { title: { a: 1 } }),
    ],
    [
      'a list that is none',
      (course) => Object.assign(course.lessons?.[0] ?? {}, { objectives: 'all' }),
    ],
    [
      'a level that there is not',
      (course) => Object.assign(course.course_contents?.[0] ?? {}, { level: 'guru' }),
    ],
    [
      'a number that does not fit',
      (course) => Object.assign(course.lessons?.[0] ?? {}, { order_index: 1e12 }),
    ],
    [
      'an id twice',
      (course) => Object.assign(course.lessons?.[1] ?? {}, { id: course.lessons?.[0]?.id }),
    ],
    [
      'a parent that is not there',
      (course) => Object.assign(course.lessons?.[0] ?? {}, { module_id: 987_654 }),
    ],
    ['a question without its answer', (course) => delete course.questions?.[0]?.correct_answer],
    [
      'a row that is no object',
      (course) => course.lessons?.push(7 as unknown as Record<string, unknown>),
    ],
  ])('of another schema: %s', async (_what, change) => {
    await expectRefused(await courseWith(change), '422 bundle.course-invalid');
  });

  it('of text that is no course at all', async () => {
    for (const text of ['', '{', '[]', 'null', '"\\u0000"', Buffer.from([0x22, 0xff, 0x22])])
      await expectRefused(await bundleWith({ course: () => text }), '422 bundle.course-invalid');
  });

  it('with a file of a kind the library does not take', async () => {
    const entries = await entriesOf(good);
    const [manifest] = entries;
    const described = JSON.parse(String(manifest?.content)) as { media: { path: string }[] };
    for (const medium of described.media) medium.path = 'media/0001.html';
    const evil = entries.map((entry) => ({
      ...entry,
      name: entry.name.replace('.png', '.html'),
      content:
        entry.name === 'manifest.json' ? Buffer.from(JSON.stringify(described)) : entry.content,
    }));
    await expectRefused(await zipOf(evil), '422 bundle.media-refused');
  });
});
