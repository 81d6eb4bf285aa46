import {
  type CertificateReply,
  type FileReply,
  getCertificate,
  getMarksheet,
  issueCertificate,
  listCertificates,
  type MarksheetReply,
  type Missing,
  type NumberReply,
  type OwnCertificate,
  type Trace,
  verifyByFile,
  verifyByNumber,
  verifyBySecret,
} from '@ourshiksha/contract/certificate';
import type { Context } from 'koa';
import { Refusal } from '../../../lib/refusal';
import { answer, type Route, requested, route, visitorOf } from '../../../lib/route';
import { asStudent, type StudentDatabase } from '../../../lib/students';
import { studentsPool } from '../../../lib/students-pool';
import { networkOf } from '../../account/address';
import { readPinnedVersion } from '../../enrollment/enrollment';
import { readEligibility } from '../eligibility';

/** The student's certificates, or those of a course, the newest first. */
const readIssued = async (
  database: StudentDatabase,
  courseId: number | null,
): Promise<OwnCertificate[]> =>
  (
    await database.rows<{ told: OwnCertificate }>(
      'select told from activity.my_certificates($1) told',
      [courseId],
    )
  ).map(({ told }) => told);

/** What one of the functions that verify tells; null is not there. */
async function told<Reply>(
  database: StudentDatabase,
  question: 'verify_by_secret' | 'verify_by_number' | 'verify_by_file' | 'verify_marksheet',
  key: string,
): Promise<Reply | null> {
  const [row] = await database.rows<{ told: Reply | null }>(
    `select activity.${question}($1) as told`,
    [key],
  );
  return row?.told ?? null;
}

async function toldOrRefused<Reply>(
  database: StudentDatabase,
  question: Parameters<typeof told>[1],
  key: string,
  code: string,
): Promise<Reply> {
  const reply = await told<Reply>(database, question, key);
  if (reply === null) throw new Refusal(404, code);
  return reply;
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
  const [stand] = await database.rows<{ state: { missing: Missing[]; trace: Trace } | null }>(
    'select activity.my_certificate_state($1) as state',
    [params.course_id],
  );
  const isOffered = certificate !== undefined;
  return {
    certificate: certificate ?? null,
    eligibility: await readEligibility(database, params.course_id),
    missing: (isOffered ? stand?.state?.missing : null) ?? [],
    trace: (isOffered ? stand?.state?.trace : null) ?? null,
    issued: issued ?? null,
  };
});

const issue = route(issueCertificate, async ({ params, database }) => {
  await database.rows('select activity.issue_certificate($1)', [params.course_id]);
  const [issued] = await readIssued(database, params.course_id);
  if (issued === undefined) throw new Error('An issued certificate is visible to its student.');
  return { issued };
});

const bySecret = route(verifyBySecret, ({ params, database }) =>
  toldOrRefused<CertificateReply>(
    database,
    'verify_by_secret',
    params.secret,
    'certificate.not-found',
  ),
);

const byFile = route(verifyByFile, ({ params, database }) =>
  toldOrRefused<FileReply>(database, 'verify_by_file', params.sha256, 'certificate.file-unknown'),
);

const marksheet = route(getMarksheet, ({ params, database }) =>
  toldOrRefused<MarksheetReply>(database, 'verify_marksheet', params.secret, 'marksheet.not-found'),
);

/**
 * What a bare number tells. Numbers follow one another, so anybody can go through them: each look-up
 * is counted for its network, whether the number is known or not, and the count is committed before
 * the answer is given.
 */
const byNumber: Route = {
  method: verifyByNumber.method,
  path: verifyByNumber.path,
  config: { auth: false },
  handler: (context: Context) =>
    answer(context, async () => {
      const { params } = requested(verifyByNumber, context);
      const visitor = visitorOf(context, verifyByNumber.who);
      const { wait, found } = await asStudent(
        studentsPool(strapi),
        visitor,
        'write',
        async (database) => {
          const [admitted] = await database.rows<{ wait: number }>(
            'select activity.admit_lookup($1) as wait',
            [networkOf(visitor.ipAddress)],
          );
          if (admitted === undefined) throw new Error('A select without from returns one row.');
          if (admitted.wait > 0) return { wait: admitted.wait, found: null };
          const number = params.certificate_number;
          return { wait: 0, found: await told<NumberReply>(database, 'verify_by_number', number) };
        },
      );
      if (wait > 0) {
        throw new Refusal(429, 'certificate.too-many-lookups', undefined, undefined, wait);
      }
      if (found === null) throw new Refusal(404, 'certificate.not-found');
      return verifyByNumber.reply.parse(found);
    }),
};

// Strapi's router takes the first path that fits, so the words come before the number.
export default { routes: [mine, ofCourse, issue, bySecret, byFile, marksheet, byNumber] };
