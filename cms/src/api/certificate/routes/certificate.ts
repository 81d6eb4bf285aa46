import {
  getCertificate,
  type IssuedCertificate,
  issueCertificate,
  listCertificates,
  verifyCertificate,
} from '@ourshiksha/contract/certificate';
import { Refusal } from '../../../lib/refusal';
import { route } from '../../../lib/route';
import type { StudentDatabase } from '../../../lib/students';
import { readPinnedVersion } from '../../enrollment/enrollment';
import { readEligibility } from '../eligibility';

/** The student's certificates, or the one of a course. Row-level security leaves only the own. */
function readIssued(
  database: StudentDatabase,
  courseId: number | null,
): Promise<IssuedCertificate[]> {
  return database.rows<IssuedCertificate>(
    `select certificate_number, certificate_name, course_id, course_name, student_name, issue_date, final_score, grade
    from activity.issued_certificates
    where $1::integer is null or course_id = $1
    order by issue_date desc, id desc`,
    [courseId],
  );
}

const mine = route(listCertificates, async ({ database }) => ({
  certificates: await readIssued(database, null),
}));

const ofCourse = route(getCertificate, async ({ params, database }) => {
  const version = await readPinnedVersion(database, params.course_id);
  const [certificate] = await database.rows<{ id: number; name: string; description: string }>(
    'select id, name, description from live.certificates where course_id = $1 and version = $2',
    [params.course_id, version],
  );
  const [issued] = await readIssued(database, params.course_id);
  return {
    certificate: certificate ?? null,
    eligibility: await readEligibility(database, params.course_id),
    issued: issued ?? null,
  };
});

const issue = route(issueCertificate, async ({ params, database }) => {
  await database.rows('select activity.issue_certificate($1)', [params.course_id]);
  const [issued] = await readIssued(database, params.course_id);
  if (issued === undefined) throw new Error('An issued certificate is visible to its student.');
  return { issued };
});

const verify = route(verifyCertificate, async ({ params, database }) => {
  const [row] = await database.rows<
    IssuedCertificate & {
      is_valid: boolean;
      revoked_at: string | null;
      revoked_reason: string | null;
    }
  >('select * from activity.verify_certificate($1)', [params.certificate_number]);
  if (row === undefined) throw new Refusal(404, 'certificate.not-found');
  const { is_valid, revoked_at, revoked_reason, ...certificate } = row;
  if (revoked_at !== null && revoked_reason !== null) {
    return { status: 'revoked' as const, certificate, revoked_at, revoked_reason };
  }
  return { status: 'valid' as const, certificate };
});

export default { routes: [mine, ofCourse, issue, verify] };
