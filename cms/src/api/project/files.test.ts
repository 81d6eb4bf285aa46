import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Submission, SubmissionFile } from '../../../../contract/project.ts';
import { type ApiStudent, send, signUp } from '../../../../scripts/testing/api.ts';
import { insertLiveCourse, type LiveCourse } from '../../../../scripts/testing/live-course.ts';
import { startTestSystem, type TestSystem } from '../../../../scripts/testing/system.ts';

const megabyte = 1024 * 1024;

let system: TestSystem;
let superuser: Client;
let course: LiveCourse;
let asha: ApiStudent;
let bela: ApiStudent;
let temporary: string;
let publicFolder: string;

/** The cms keeps its temporary files in a folder of the test's, which therefore must be empty again. */
beforeAll(async () => {
  temporary = mkdtempSync(path.join(tmpdir(), 'ourshiksha-files-'));
  publicFolder = path.join(temporary, 'public');
  mkdirSync(path.join(publicFolder, 'uploads'), { recursive: true });
  mkdirSync(path.join(temporary, 'uploading'));
  system = await startTestSystem({
    cmsEnvironment: {
      TMPDIR: path.join(temporary, 'uploading'),
      PUBLIC_FOLDER: publicFolder,
      PROJECT_FILE_MEGABYTES: '2',
      PROJECT_FILES_MEGABYTES: '4',
    },
  });
  superuser = new Client({ connectionString: system.database.admin });
  await superuser.connect();
  const guru = new Client({ connectionString: system.database.guru });
  await guru.connect();
  course = await insertLiveCourse(guru);
  await guru.end();
  [asha, bela] = [await signUp(system, 'Asha'), await signUp(system, 'Bela')];
  for (const { token } of [asha, bela])
    await send(system, 'POST', '/api/enrollments', { token, body: { course_id: course.id } });
});
afterAll(async () => {
  await superuser?.end();
  await system?.stop();
  rmSync(temporary, { recursive: true, force: true });
});

interface Reply {
  readonly status: number;
  readonly code: string | undefined;
  readonly field: string | undefined;
  readonly message: string | undefined;
  readonly files: readonly SubmissionFile[];
}
const door = () => `/api/courses/${course.id}/projects/${course.project}`;
const pdf = (name = 'birds.pdf', size = 1000) => new File([`%PDF-1.7\n${'x'.repeat(size)}`], name);

async function upload(
  student: ApiStudent,
  files: readonly File[],
  field = 'files',
): Promise<Reply> {
  const body = new FormData();
  body.append('key', 'a field of the form');
  for (const file of files) body.append(field, file);
  const response = await fetch(`${system.cmsUrl}${door()}/files`, {
    method: 'POST',
    headers: { authorization: `Bearer ${student.token}` },
    body,
  });
  return replyOf(response);
}
async function replyOf(response: Response): Promise<Reply> {
  const reply = (await response.json()) as {
    error?: { code: string; field?: string; message: string };
    waiting_files?: SubmissionFile[];
  };
  return {
    status: response.status,
    code: reply.error?.code,
    field: reply.error?.field,
    message: reply.error?.message,
    files: reply.waiting_files ?? [],
  };
}
let lastKey = 0;
async function handIn(student: ApiStudent): Promise<Submission> {
  lastKey += 1;
  const { body } = await send(system, 'POST', `${door()}/submissions`, {
    token: student.token,
    body: { key: `key-${lastKey}`, submission_notes: 'Three birds.' },
  });
  return (body as unknown as { submission: Submission }).submission;
}
const waiting = async (student: ApiStudent): Promise<SubmissionFile[]> => {
  const { body } = await send(system, 'GET', door(), { token: student.token });
  return (body as unknown as { waiting_files: SubmissionFile[] }).waiting_files;
};
const download = (student: ApiStudent | null, submission: number, file: number) =>
  fetch(`${system.cmsUrl}/api/submissions/${submission}/files/${file}`, {
    headers: student ? { authorization: `Bearer ${student.token}` } : {},
  });
async function removeAll(student: ApiStudent): Promise<void> {
  for (const { id } of await waiting(student))
    await send(system, 'POST', `${door()}/files/${id}/remove`, { token: student.token, body: {} });
}
const storedNames = () => readdirSync(path.join(publicFolder, 'uploads'));
/** Nothing of an upload lies about; a refused one is cleaned up right after its answer. */
const nothingLeft = () =>
  expect.poll(() => readdirSync(path.join(temporary, 'uploading'))).toEqual([]);

describe('an upload', () => {
  it('waits, is handed in, and comes back byte by byte as an attachment', async () => {
    const text = 'लाल मुनिया, 3\n';
    const answer = await upload(asha, [pdf('../../पक्षी.pdf'), new File([text], 'list.html')]);
    expect([answer.status, answer.files.map(({ name }) => name)]).toEqual([
      200,
      ['पक्षी.pdf', 'list.html'],
    ]);
    const { id, files } = await handIn(asha);
    expect(files.map(({ name, mime, byte_count }) => [name, mime, byte_count])).toEqual([
      ['पक्षी.pdf', 'application/pdf', 1009],
      ['list.html', 'text/html', Buffer.byteLength(text)],
    ]);
    expect(await waiting(asha)).toEqual([]);

    const [book, list] = files;
    const given = await download(asha, id, list?.id ?? 0);
    expect(await given.text()).toBe(text);
    expect(Object.fromEntries(given.headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename="list.html"; filename*=UTF-8''list.html`,
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    });
    const bookGiven = await download(asha, id, book?.id ?? 0);
    expect(bookGiven.headers.get('content-type')).toBe('application/pdf');
    expect(bookGiven.headers.get('content-disposition')).toBe(
      `attachment; filename="_____.pdf"; filename*=UTF-8''${encodeURIComponent('पक्षी.pdf')}`,
    );
    expect((await bookGiven.arrayBuffer()).byteLength).toBe(1009);
    await nothingLeft();
  });

  it('is nobody else’s: not by its id, not by its address among the media', async () => {
    await upload(asha, [pdf()]);
    const { id, files } = await handIn(asha);
    const file = files[0]?.id ?? 0;
    for (const [student, status] of [
      [bela, 404],
      [null, 401],
    ] as const)
      expect((await download(student, id, file)).status).toBe(status);
    expect((await download(asha, id + 1, file)).status).toBe(404);
    const names = storedNames();
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) {
      expect(name).toMatch(/^submission_[0-9a-f]{64}$/);
      for (const address of [
        `/uploads/${name}`,
        `/uploads/%73ubmission_${name.slice(11)}`,
        `/UPLOADS/${name}`,
        `/uploads//${name}`,
        `/uploads/%2e/${name}`,
        `/uploads/x/..%2f${name}`,
      ])
        expect([address, (await fetch(system.cmsUrl + address)).status]).toEqual([address, 404]);
    }
  });

  it('that was removed leaves the list and, by a job, the storage', async () => {
    await removeAll(bela);
    const before = storedNames();
    const { files } = await upload(bela, [pdf()]);
    const added = storedNames().filter((name) => !before.includes(name));
    expect(added).toHaveLength(1);
    const file = files[0]?.id ?? 0;
    const remove = (student: ApiStudent) =>
      send(system, 'POST', `${door()}/files/${file}/remove`, { token: student.token, body: {} });
    expect((await remove(asha)).status).toBe(404);
    expect((await remove(bela)).status).toBe(200);
    expect((await remove(bela)).status).toBe(404);
    expect(await waiting(bela)).toEqual([]);
    await superuser.query(
      `update jobs.job set start_after = now() where name = 'give-up-submission-file' and singleton_key = $1`,
      [`${file}-removed`],
    );
    await expect.poll(storedNames, { timeout: 15_000 }).toEqual(before);
  });

  it('whose stored bytes were changed is not given out as if nothing were', async () => {
    await upload(asha, [pdf('birds.pdf', 300_000)]);
    const before = new Set(storedNames());
    const { id, files } = await handIn(asha);
    const { rows } = await superuser.query<{ key: string }>(
      'select storage_key as key from activity.submission_files where id = $1',
      [files[0]?.id],
    );
    const place = path.join(publicFolder, 'uploads', `submission_${rows[0]?.key}`);
    expect(before.has(path.basename(place))).toBe(true);
    const bytes = readFileSync(place);
    bytes[200_000] = 0;
    writeFileSync(place, bytes);
    await expect(
      download(asha, id, files[0]?.id ?? 0).then((answer) => answer.arrayBuffer()),
    ).rejects.toThrow();
    truncateSync(place, 10);
    expect((await download(asha, id, files[0]?.id ?? 0)).status).toBe(410);
  });
});

describe('an upload is refused and leaves nothing', () => {
  it.each([
    ['of a type that is not taken', [new File(['x'], 'x.exe')], 422, 'file.type'],
    ['without an ending', [new File(['x'], 'README')], 422, 'file.type'],
    ['of zero bytes', [new File([], 'x.txt')], 422, 'file.empty'],
    ['that is not what its name says', [new File(['hello'], 'x.png')], 422, 'file.content'],
    ['a program called text', [new File(['\x7fELF\0\0'], 'x.txt')], 422, 'file.content'],
    ['with a name of nothing', [new File(['x'], '..')], 422, 'file.name'],
    ['too large', [pdf('x.pdf', 2 * megabyte)], 413, 'file.too-large'],
    [
      'too large together',
      [pdf('1.pdf', 1.9 * megabyte), pdf('2.pdf', 1.9 * megabyte), pdf('3.pdf', megabyte)],
      413,
      'upload.too-large',
    ],
    ['too many', Array.from({ length: 6 }, () => pdf()), 422, 'file.too-many'],
    ['without a file', [], 422, 'file.none'],
  ])('%s', async (_, files, status, code) => {
    await removeAll(bela);
    const before = storedNames();
    const answer = await upload(bela, files);
    expect([answer.status, answer.code, answer.field]).toEqual([status, code, 'files']);
    expect(answer.message).toMatch(/\.$/);
    expect(await waiting(bela)).toEqual([]);
    expect(storedNames()).toEqual(before);
    await nothingLeft();
  });

  it('when the last of several is refused', async () => {
    await removeAll(bela);
    expect((await upload(bela, [pdf(), new File(['x'], 'x.exe')])).code).toBe('file.type');
    expect(await waiting(bela)).toEqual([]);
  });

  it('when there are as many as may wait already', async () => {
    await removeAll(bela);
    expect((await upload(bela, [pdf(), pdf(), pdf()])).status).toBe(200);
    const [one, other] = await Promise.all([
      upload(bela, [pdf(), pdf()]),
      upload(bela, [pdf(), pdf()]),
    ]);
    expect([one.status, other.status].sort()).toEqual([200, 422]);
    expect(await waiting(bela)).toHaveLength(5);
    await removeAll(bela);
  });

  it('with a hundred parts', async () => {
    const body = new FormData();
    for (let n = 0; n < 100; n += 1) body.append(`field${n}`, 'x');
    const response = await fetch(`${system.cmsUrl}${door()}/files`, {
      method: 'POST',
      headers: { authorization: `Bearer ${bela.token}` },
      body,
    });
    expect(await replyOf(response)).toMatchObject({ status: 413, code: 'upload.too-many-parts' });
  });

  it('for whoever is not enrolled, before anything is read', async () => {
    const stranger = await signUp(system);
    expect(await upload(stranger, [pdf()])).toMatchObject({
      status: 404,
      code: 'enrollment.not-found',
    });
    expect(await upload({ ...stranger, token: 'x' }, [pdf()])).toMatchObject({
      status: 401,
      code: 'session.expired',
    });
  });
});

describe('an endless upload', () => {
  /** Opens a connection and writes a form of one file, without end. */
  function pour(student: ApiStudent, declared: string) {
    const { hostname, port } = new URL(system.cmsUrl);
    const socket = connect(Number(port), hostname);
    let answer = '';
    let written = 0;
    let isOpen = true;
    const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    socket.on('data', (data) => {
      answer += data.toString('latin1');
    });
    socket.on('error', () => undefined);
    socket.once('close', () => {
      isOpen = false;
    });
    socket.write(
      `POST ${door()}/files HTTP/1.1\r\nHost: ${hostname}\r\nAuthorization: Bearer ${student.token}\r\n` +
        `Content-Type: multipart/form-data; boundary=xyz\r\n${declared}\r\n\r\n`,
    );
    const first =
      '--xyz\r\nContent-Disposition: form-data; name="files"; filename="x.pdf"\r\n\r\n%PDF-1.7\n';
    const isChunked = declared.startsWith('Transfer');
    const chunk = (text: string) =>
      isChunked ? `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n` : text;
    const piece = chunk('x'.repeat(64 * 1024));
    const write = (until: number) =>
      new Promise<void>((resolve) => {
        const next = () => {
          while (isOpen && written < until) {
            written += piece.length;
            if (!socket.write(piece)) {
              socket.once('drain', next);
              return;
            }
          }
          resolve();
        };
        socket.once('close', () => resolve());
        socket.write(chunk(first));
        next();
      });
    return { socket, ended, write, answer: () => answer, written: () => written };
  }

  it.each(['Content-Length: 2147483648', 'Transfer-Encoding: chunked'])(
    'of 2 GB (%s) is answered and cut early',
    async (declared) => {
      const line = pour(bela, declared);
      await line.write(2048 * megabyte);
      await line.ended;
      expect(line.answer()).toMatch(/^HTTP\/1\.1 413 [\s\S]*"code":"(upload|file)\.too-large"/);
      expect(line.written()).toBeLessThan(2048 * megabyte);
      await nothingLeft();
    },
  );

  it('that its sender breaks off leaves nothing', async () => {
    await removeAll(bela);
    const before = storedNames();
    const line = pour(bela, `Content-Length: ${megabyte}`);
    await line.write(megabyte / 2);
    await expect
      .poll(() => readdirSync(path.join(temporary, 'uploading')).length)
      .toBeGreaterThan(0);
    line.socket.destroy();
    await nothingLeft();
    expect(await waiting(bela)).toEqual([]);
    expect(storedNames()).toEqual(before);
  });
});
