import type { FileLimits, Submission, SubmissionFile } from '@ourshiksha/contract/project';
import { environment } from '../../lib/environment';
import { allowedTypes } from '../../lib/file-kinds';
import type { StudentDatabase } from '../../lib/students';

const fileColumns = `jsonb_build_object('id', f.id, 'name', f.name, 'mime', f.mime, 'byte_count', f.byte_count,
  'created_at', f.created_at)`;

/** What the student handed in for a project, the newest first. Row-level security leaves only the own. */
export const readSubmissions = (
  database: StudentDatabase,
  courseId: number,
  projectId: number,
): Promise<Submission[]> =>
  database.rows<Submission>(
    `select s.id, s.submission_number, s.version, s.status, s.withdrawn_at, s.submission_url, s.submission_notes,
      s.submitted_at, s.reviewed_at, s.score, s.feedback, s.checklist,
      (select coalesce(jsonb_agg(${fileColumns} order by f.id), '[]')
        from activity.submission_files f where f.submission_id = s.id) as files
    from activity.user_project_submissions s
    where s.course_id = $1 and s.project_id = $2
    order by s.submission_number desc`,
    [courseId, projectId],
  );

/** The files that go with the next submission, in the order in which they came. */
export async function readWaitingFiles(
  database: StudentDatabase,
  courseId: number,
  projectId: number,
): Promise<SubmissionFile[]> {
  const rows = await database.rows<{ file: SubmissionFile }>(
    `select ${fileColumns} as file from activity.submission_files f
    where f.course_id = $1 and f.project_id = $2 and f.submission_id is null and f.stored_at is not null
      and f.removed_at is null
    order by f.id`,
    [courseId, projectId],
  );
  return rows.map(({ file }) => file);
}

export function fileLimits(): FileLimits {
  const { files, fileBytes, bytes } = environment().projectFiles;
  return { files, file_bytes: fileBytes, bytes, types: [...allowedTypes] };
}
