import type { Core } from '@strapi/strapi';
import { type GuruDatabase, readAsGuru } from '../../../../lib/guru';
import type { CertificateLine, CertificatePage, CourseName } from '../wire';
import { narrowed, type RegisterFilter, stateOf } from './filter';

/** Of the alias `i`, an issued certificate. */
export const lineColumns = `i.id, i.certificate_number as number, i.student_name as "studentName",
  i.course_name as "courseName", i.issue_date as "issuedAt", i.final_score as "finalScore", i.grade,
  ${stateOf} as state`;

/** Certificates that fit, the newest first, older than `before` where it is given. */
export function fittingCertificates(
  database: GuruDatabase,
  filter: RegisterFilter,
  before: number | undefined,
  most: number,
): Promise<CertificateLine[]> {
  const { where, parameters } = narrowed(filter, before);
  return database.rows<CertificateLine>(
    `select ${lineColumns} from activity.issued_certificates i ${where} order by i.id desc limit ${most}`,
    parameters,
  );
}

const pageSize = 25;

/** A page of the register, which is never counted: it may be a million long. */
export async function certificatePage(
  app: Core.Strapi,
  filter: RegisterFilter,
  before: number | undefined,
): Promise<CertificatePage> {
  const rows = await readAsGuru(app, (database) =>
    fittingCertificates(database, filter, before, pageSize + 1),
  );
  const shown = rows.slice(0, pageSize);
  return { rows: shown, next: rows.length > pageSize ? (shown.at(-1)?.id ?? null) : null };
}

/** The courses that have a certificate to give, in any version. */
export function certificateCourses(app: Core.Strapi): Promise<CourseName[]> {
  return readAsGuru(app, (database) =>
    database.rows<CourseName>(
      `select c.id, c.name from live.courses c
      where exists (select from live.certificates o where o.course_id = c.id)
      order by c.name, c.id`,
    ),
  );
}
