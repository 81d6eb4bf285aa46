import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signInAdministrator, signInEditor } from '../../../../../../scripts/testing/admin.ts';
import { studentsOf } from '../../../../../../scripts/testing/students.ts';
import { startTestSystem, type TestSystem } from '../../../../../../scripts/testing/system.ts';
import { withClient } from '../../../../../database/roles';
import type { ApprovalRecord } from '../../../approvals/server/wire';
import type { RolledBack } from '../versions/roll-back';
import type { RestoreState, Version } from '../wire';

let system: TestSystem;
let administrator: string;
let reader: string;
let documentId: string;
beforeAll(async () => {
  system = await startTestSystem({ sample: true });
  administrator = await signInAdministrator(system.cmsUrl, system.credentials.administrator);
  reader = await signInEditor(system.cmsUrl, administrator, 'reader', ['plugin::publisher.read']);
  documentId = await withClient(system.database.admin, async (client) => {
    const { rows } = await client.query<{ document_id: string }>(
      'select document_id from cms.draft_courses',
    );
    return rows[0]?.document_id ?? '';
  });
});
afterAll(() => system?.stop());

const ask = (method: string, door: string, token?: string, body?: FormData | object) =>
  fetch(`${system.cmsUrl}/publisher${door}`, {
    method,
    headers: {
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(body === undefined || body instanceof FormData
        ? {}
        : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: body instanceof FormData ? body : JSON.stringify(body) }),
  });
const answer = async <Body>(response: Response): Promise<Body> => {
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status}: ${text}`);
  return JSON.parse(text) as Body;
};
const codeOf = async (response: Response) =>
  `${response.status} ${((await response.json()) as { error: { code: string } }).error.code}`;
const course = (rest: string) => `/courses/${documentId}${rest}`;

describe('the doors of versions and bundles', () => {
  const writing = (): [string, string][] => [
    ['POST', course('/versions/1/rollback')],
    ['POST', course('/versions/1/restore')],
    ['POST', course('/restore/undo')],
    ['GET', course('/versions/1/bundle')],
    ['POST', '/bundles'],
  ];
  const reading = (): [string, string][] => [
    ['GET', course('/versions')],
    ['GET', course('/restore')],
  ];

  it('are shut without a sign-in, and those that write or give answers away to who may only read', async () => {
    for (const [method, door] of [...writing(), ...reading()])
      expect([door, (await ask(method, door)).status]).toEqual([door, 401]);
    for (const [method, door] of writing())
      expect([door, (await ask(method, door, reader)).status]).toEqual([door, 403]);
    for (const [method, door] of reading())
      expect([door, (await ask(method, door, reader)).status]).toEqual([door, 200]);
  });

  it('refuse what is no version, no body of theirs, and no course', async () => {
    const post = (door: string, body: object) => ask('POST', door, administrator, body);
    expect(await codeOf(await post(course('/versions/x/restore'), {}))).toBe(
      '404 version.not-found',
    );
    expect(await codeOf(await post(course('/versions/1/rollback'), { learners: 'all' }))).toBe(
      '400 request.invalid',
    );
    expect(await codeOf(await post(course('/restore/undo'), {}))).toBe('409 restore.none');
    expect(await codeOf(await post(`/courses/${'a'.repeat(24)}/versions/1/restore`, {}))).toBe(
      '404 publish.not-found',
    );
    expect(await codeOf(await ask('POST', '/bundles', administrator, new FormData()))).toBe(
      '400 bundle.no-file',
    );
  });

  it('list, publish again, roll back and move those who learn', async () => {
    await answer(await ask('POST', course('/publish'), administrator, { message: 'Second' }));
    const done = await answer<{ version: number }>(
      await ask('POST', course('/versions/1/rollback'), administrator, {
        message: 'Back',
        learners: 'move',
      }),
    );
    expect(done.version).toBe(3);
    const list = await answer<Version[]>(await ask('GET', course('/versions'), administrator));
    expect(list).toMatchObject([
      { version: 3, message: 'Back', isCurrent: true, inLive: true, openAttempts: 0 },
      { version: 2, message: 'Second', isCurrent: false },
      { version: 1, isCurrent: false },
    ]);
    expect(list.every(({ bytes }) => bytes > 1000)).toBe(true);
  });

  it('ask two others before they move more than twenty learners, and publish all the same', async () => {
    const students = studentsOf(system.database);
    await withClient(system.database.admin, async (client) => {
      const { rows } = await client.query<{ id: number }>('select id from live.courses');
      for (let user = 60_000; user < 60_021; user += 1) {
        await students.add(user);
        await students.rows(user, 'select activity.enroll($1)', [rows[0]?.id]);
      }
    });
    await students.end();
    const done = await answer<RolledBack>(
      await ask('POST', course('/versions/1/rollback'), administrator, { learners: 'move' }),
    );
    expect(done).toMatchObject({ version: 4, moved: 0, approval: expect.any(Number) });
    const { facts } = await answer<ApprovalRecord>(
      await fetch(`${system.cmsUrl}/approvals/${done.approval}`, {
        headers: { authorization: `Bearer ${administrator}` },
      }),
    );
    expect(facts).toMatchObject({ kind: 'learners.move', version: 4, learners: 21 });
  });

  it('restore and take back', async () => {
    const state = await answer<RestoreState>(
      await ask('POST', course('/versions/1/restore'), administrator, {}),
    );
    expect(state).toMatchObject({ canUndo: true, version: 1 });
    expect(
      await answer<RestoreState>(await ask('POST', course('/restore/undo'), administrator, {})),
    ).toEqual({ canUndo: false, version: null, at: null, by: null });
  });

  it('send a bundle as a file with a name, and take it in again', async () => {
    const response = await ask('GET', course('/versions/1/bundle'), administrator);
    expect(response.headers.get('content-type')).toBe('application/zip');
    expect(response.headers.get('content-disposition')).toMatch(/filename="[a-z-]+-v1\.zip"/);
    const form = new FormData();
    form.set('file', new Blob([await response.arrayBuffer()]), 'course.zip');
    const made = await answer<{ documentId: string; counts: Record<string, number> }>(
      await ask('POST', '/bundles', administrator, form),
    );
    expect(made.documentId).not.toBe(documentId);
    expect(made.counts.course).toBe(1);
    const bad = new FormData();
    bad.set('file', new Blob(['no zip']), 'course.zip');
    expect(await codeOf(await ask('POST', '/bundles', administrator, bad))).toBe(
      '422 bundle.damaged',
    );
  });
});
