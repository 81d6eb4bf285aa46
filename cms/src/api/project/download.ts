import { getSubmissionFile } from '@ourshiksha/contract/project';
import { Refusal } from '../../lib/refusal';
import { answer, type Route, requested, visitorOf } from '../../lib/route';
import { asStudent } from '../../lib/students';
import { studentsPool } from '../../lib/students-pool';
import { openSubmissionFile, sendFile } from '../../lib/submission-files';

/** A file of one's own submission. Row-level security leaves only the own. */
export const download: Route = {
  method: getSubmissionFile.method,
  path: getSubmissionFile.path,
  config: { auth: false },
  handler: (context) =>
    answer(context, async () => {
      const { params } = requested(getSubmissionFile, context);
      const visitor = visitorOf(context, 'student');
      await asStudent(studentsPool(strapi), visitor, 'read', async (database) => {
        if (database.studentId === null) throw new Refusal(403, 'student.not-active');
        const own = await database.rows(
          'select from activity.submission_files where id = $1 and submission_id = $2',
          [params.file_id, params.submission_id],
        );
        if (own.length === 0) throw new Refusal(404, 'file.not-found');
      });
      sendFile(context, await openSubmissionFile(strapi, params.file_id));
      return context.body;
    }),
};
