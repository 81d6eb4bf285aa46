import { getProject, removeSubmissionFile, submitProject } from '@ourshiksha/contract/project';
import { route } from '../../../lib/route';
import { live } from '../../../lib/source';
import { eraseSoon } from '../../../lib/submission-files';
import { readPinnedVersion } from '../../enrollment/enrollment';
import { download } from '../download';
import { readProject } from '../project';
import { fileLimits, readSubmissions, readWaitingFiles } from '../submissions';
import { upload } from '../upload';

const read = route(getProject, async ({ params, database }) => {
  const { course_id, project_id } = params;
  const version = await readPinnedVersion(database, course_id);
  return {
    project: await readProject(database, live, course_id, project_id, version),
    submissions: await readSubmissions(database, course_id, project_id),
    waiting_files: await readWaitingFiles(database, course_id, project_id),
    limits: fileLimits(),
  };
});

const submit = route(submitProject, async ({ params, body, database }) => {
  const { course_id, project_id } = params;
  const [made] = await database.rows<{ id: number }>(
    'select activity.submit_project($1, $2, $3, $4, $5) as id',
    [course_id, project_id, body.submission_url, body.submission_notes, body.key],
  );
  const submissions = await readSubmissions(database, course_id, project_id);
  const submission = submissions.find(({ id }) => id === made?.id);
  if (submission === undefined) throw new Error('A submission is visible to its student.');
  return { submission };
});

const remove = route(removeSubmissionFile, async ({ params, database }) => {
  const { course_id, project_id, file_id } = params;
  await readPinnedVersion(database, course_id);
  await database.rows('select activity.remove_submission_file($1)', [file_id]);
  // Erasing looks again whether the file was removed, so it may be asked for before this is certain.
  await eraseSoon(strapi, file_id);
  return { waiting_files: await readWaitingFiles(database, course_id, project_id) };
});

export default { routes: [read, submit, remove, upload, download] };
