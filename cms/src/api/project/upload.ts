import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { uploadSubmissionFiles } from '@ourshiksha/contract/project';
import type { Context } from 'koa';
import { environment } from '../../lib/environment';
import { boundaryOf } from '../../lib/multipart';
import { Refusal } from '../../lib/refusal';
import { answer, type Route, requested, visitorOf } from '../../lib/route';
import { asStudent, type StudentDatabase, type Visitor } from '../../lib/students';
import { studentsPool } from '../../lib/students-pool';
import { eraseSoon, type ReceivedFile, storeSubmissionFiles } from '../../lib/submission-files';
import { bodyOf, endUnread, unreadForm } from '../../lib/unread-form';
import { readPinnedVersion } from '../enrollment/enrollment';
import { type FormFile, mostBytes, receiveFiles } from './receive';
import { readWaitingFiles } from './submissions';

/**
 * Uploads are streamed to a folder of their own, checked, put down in the database and then stored:
 * all files of a form, or none. No connection of the database is held while a student's line is slow.
 */
export const upload: Route = {
  method: uploadSubmissionFiles.method,
  path: uploadSubmissionFiles.path,
  config: { auth: false },
  handler: async (context) => {
    await answer(context, async () => {
      const { params } = requested(uploadSubmissionFiles, context);
      const visitor = visitorOf(context, 'student');
      const { course_id, project_id } = params;
      const student = <Result>(
        mode: 'read' | 'write',
        work: (database: StudentDatabase) => Promise<Result>,
      ) => inTransaction(visitor, mode, work);
      // Who may not hand in need not send.
      await student('read', (database) => requireProject(database, course_id, project_id));
      await withFiles(context, async (files) => {
        const received = await student('write', (database) =>
          putDown(database, course_id, project_id, files),
        );
        await store(received, visitor);
      });
      const waiting_files = await student('read', (database) =>
        readWaitingFiles(database, course_id, project_id),
      );
      return uploadSubmissionFiles.reply.parse({ waiting_files });
    });
    endUnread(context);
  },
};

async function inTransaction<Result>(
  visitor: Visitor,
  mode: 'read' | 'write',
  work: (database: StudentDatabase) => Promise<Result>,
): Promise<Result> {
  return asStudent(studentsPool(strapi), visitor, mode, (database) => {
    if (database.studentId === null) throw new Refusal(403, 'student.not-active');
    return work(database);
  });
}

async function requireProject(
  database: StudentDatabase,
  courseId: number,
  projectId: number,
): Promise<void> {
  const version = await readPinnedVersion(database, courseId);
  const found = await database.rows(
    'select from live.projects where id = $1 and version = $2 and course_id = $3',
    [projectId, version, courseId],
  );
  if (found.length === 0) throw new Refusal(404, 'project.not-found');
}

/** Receives the form's files, hands them to `work` and takes the folder away, whatever happens. */
async function withFiles(
  context: Context,
  work: (files: readonly FormFile[]) => Promise<void>,
): Promise<void> {
  const boundary = boundaryOf(String(context.state[unreadForm] ?? ''));
  if (boundary === null) throw new Refusal(400, 'upload.not-multipart', 'files');
  const limits = environment().projectFiles;
  // What says that it is too large is not read at all.
  if ((context.request.length ?? 0) > mostBytes(limits))
    throw new Refusal(413, 'upload.too-large', 'files');
  const folder = await mkdtemp(path.join(tmpdir(), 'ourshiksha-upload-'));
  try {
    await work(await receiveFiles(bodyOf(context, 'files'), boundary, folder, limits));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Each file's row, all in one transaction: either all of them fit or none. */
async function putDown(
  database: StudentDatabase,
  courseId: number,
  projectId: number,
  files: readonly FormFile[],
): Promise<ReceivedFile[]> {
  const limits = environment().projectFiles;
  const received: ReceivedFile[] = [];
  for (const { name, mime, byteCount, sha256, path: place } of files) {
    const [row] = await database.rows<{ id: number; storage_key: string }>(
      'select * from activity.add_submission_file($1, $2, $3, $4, $5, $6, $7, $8)',
      [courseId, projectId, name, mime, byteCount, sha256, limits.files, limits.bytes],
    );
    if (row === undefined) throw new Error('A file that is not refused has a row.');
    received.push({ id: row.id, storageKey: row.storage_key, path: place, byteCount });
  }
  return received;
}

/** Stores the files; if one fails, all of them are taken away again. */
async function store(files: readonly ReceivedFile[], visitor: Visitor): Promise<void> {
  try {
    await storeSubmissionFiles(strapi, files);
  } catch (error) {
    for (const { id } of files) {
      await inTransaction(visitor, 'write', (database) =>
        database.rows('select activity.remove_submission_file($1)', [id]),
      );
      await eraseSoon(strapi, id);
    }
    throw error;
  }
}
