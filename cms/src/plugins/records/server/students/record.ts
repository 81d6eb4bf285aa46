import type { Core } from '@strapi/strapi';
import { type GuruDatabase, readAsGuru } from '../../../../lib/guru';
import { Refusal } from '../../../../lib/refusal';
import { enrollmentColumns, enrollmentJoin } from '../enrollments';
import { submissionColumns, submissionTables } from '../reviews/list';
import type {
  CertificateLine,
  EnrollmentLine,
  LabLine,
  LogLine,
  LogPage,
  StudentLine,
  StudentRecord,
  SubmissionLine,
} from '../wire';
import { accountOf } from './account';
import { studentColumns, studentLearning } from './list';

/**
 * One student with everything but attempts and log, which are lists of their own.
 *
 * @throws Refusal `student.not-found`
 */
export async function studentRecord(app: Core.Strapi, id: number): Promise<StudentRecord> {
  const { userId, ...record } = await readAsGuru(app, async (database) => ({
    ...(await studentOf(database, id)),
    enrollments: await database.rows<EnrollmentLine>(
      `select ${enrollmentColumns} from activity.course_enrollments e ${enrollmentJoin}
      where e.shishya_user_id = $1 order by e.id desc`,
      [id],
    ),
    labs: await database.rows<LabLine>(
      `select p.id, c.name as "courseName", l.title, p.status, p.attempts, p.hints_used as "hintsUsed",
        p.completed_at as "completedAt"
      from activity.user_lab_progress p
      join live.courses c on c.id = p.course_id
      cross join lateral (
        select title from live.practice_labs where id = p.lab_id order by version desc limit 1
      ) l
      where p.shishya_user_id = $1 order by p.updated_at desc, p.id`,
      [id],
    ),
    submissions: await database.rows<SubmissionLine>(
      `select ${submissionColumns} from activity.user_project_submissions s ${submissionTables}
      where s.shishya_user_id = $1 order by s.id desc`,
      [id],
    ),
    certificates: await database.rows<CertificateLine>(
      `select i.certificate_number as number, i.course_name as "courseName", i.grade,
        i.issue_date as "issuedAt", r.revoked_at as "revokedAt",
        n.certificate_number as "replacedBy"
      from activity.issued_certificates i
      left join activity.issued_certificates n on n.replaces_id = i.id
      left join activity.certificate_revocations r on r.issued_certificate_id = i.id
      where i.shishya_user_id = $1 order by i.id desc`,
      [id],
    ),
  }));
  return { ...record, account: await accountOf(app, userId) };
}

async function studentOf(
  database: GuruDatabase,
  id: number,
): Promise<{ student: StudentLine; userId: number }> {
  const [found] = await database.rows<StudentLine & { userId: number }>(
    `select ${studentColumns}, s.user_id as "userId" from activity.shishya_users s ${studentLearning}
    where s.id = $1`,
    [id],
  );
  if (found === undefined) throw new Refusal(404, 'student.not-found');
  const { userId, ...student } = found;
  return { student, userId };
}

const logLines = 50;

/** What a student did and what happened to their account, older than the line `before`. */
export async function studentLog(
  app: Core.Strapi,
  id: number,
  before: number | undefined,
): Promise<LogPage> {
  const lines = await readAsGuru(app, (database) =>
    database.rows<LogLine>(
      `select id, created_at as at, action, entity_type as "entityType", entity_id as "entityId",
        metadata as details, ip_address as "ipAddress", user_agent as "userAgent"
      from activity.activity_logs
      where shishya_user_id = $1 and id < $2
      order by id desc limit ${logLines + 1}`,
      [id, before ?? Number.MAX_SAFE_INTEGER],
    ),
  );
  const shown = lines.slice(0, logLines);
  return { lines: shown, next: lines.length > logLines ? (shown.at(-1)?.id ?? null) : null };
}
