import { z } from 'zod';
import { endpoint } from './endpoint';
import { id, instant, nothing } from './shared';

/** What still stands between a student and the certificate, counted in the student's version. */
export const eligibility = z.object({
  eligible: z.boolean(),
  lessons: z.object({ done: z.number().int(), of: z.number().int() }),
  /** Null where the certificate does not ask for it. */
  tests: z.object({ done: z.number().int(), of: z.number().int() }).nullable(),
  labs: z.object({ done: z.number().int(), of: z.number().int() }).nullable(),
  projects: z.object({ done: z.number().int(), of: z.number().int() }).nullable(),
});
export type Eligibility = z.infer<typeof eligibility>;

/** The letter a certificate carries; `Pass` where nothing was scored too. */
export const grade = z.enum(['A', 'B', 'C', 'Pass']);
export type Grade = z.infer<typeof grade>;

/** A day in UTC, `2026-11-21`. */
const day = z.iso.date();

/** One of three parts of the total. A part that does not count is left out. */
export const tracePart = z.object({
  part: z.enum(['tests', 'labs', 'projects']),
  weight: z.number().int().describe('As set for the certificate, 0 to 100'),
  share: z.number().describe('In percent: the weight over what counts'),
  percentage: z.number().describe('Rounded down to two decimals'),
});

/** How a total came about: each figure it was made of. Frozen with the certificate. */
export const trace = z.object({
  tests: z.array(
    z.object({
      test_id: z.number().int(),
      title: z.string(),
      kind: z.enum(['module', 'final']),
      required: z.boolean(),
      attempts: z.number().int(),
      score: z.number().describe('Of the best attempt; 0 before the first'),
      max_score: z.number(),
      percentage: z.number().int(),
      passed: z.boolean(),
    }),
  ),
  labs: z.array(
    z.object({
      lab_id: z.number().int(),
      title: z.string(),
      required: z.boolean(),
      verifiable: z.boolean(),
      completed: z.boolean(),
      hints_used: z.number().int(),
      completed_at: instant.nullable(),
    }),
  ),
  projects: z.array(
    z.object({
      project_id: z.number().int(),
      title: z.string(),
      required: z.boolean(),
      status: z.enum(['submitted', 'under_review', 'approved', 'rejected']).nullable(),
      score: z.number().int().nullable(),
      max_score: z.number().int(),
      submissions: z.number().int(),
      checklist: z.array(z.object({ text: z.string(), met: z.boolean() })),
    }),
  ),
  lessons: z.object({ done: z.number().int(), of: z.number().int() }),
  parts: z.array(tracePart),
  percentage: z.number().int().nullable().describe('Null where nothing is scored'),
  grade,
});
export type Trace = z.infer<typeof trace>;

/** What is still to be done for a certificate; `result` is a total that is too low. */
export const missing = z.discriminatedUnion('kind', [
  z.object({
    kind: z.enum(['lesson', 'test', 'lab', 'project']),
    id: z.number().int(),
    title: z.string().describe('Empty in a closed course'),
  }),
  z.object({ kind: z.literal('result'), reached: z.number().int(), of: z.number().int() }),
]);
export type Missing = z.infer<typeof missing>;

/** Whether a certificate stands; `replaced` says that a newer one took its place. */
export const standing = z.enum(['valid', 'revoked', 'replaced']);
export type Standing = z.infer<typeof standing>;

/**
 * 128 bits in Crockford's base 32, lower case: whoever holds it was given it. A number of the form
 * before counts as its certificate's secret.
 */
export const secret = z
  .string()
  .regex(/^(?:[0-9a-hjkmnp-tv-z]{26}|OS-\d{4}-[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5})$/);

/** SHA-256 of a file's bytes, lower-case hex. */
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** The number of another certificate, and its address `/c/<secret>`. */
const reference = z.object({ certificate_number: z.string(), secret });

/** What became of a certificate; each is null while it has not happened. */
const history = {
  status: standing,
  revoked_at: instant.nullable(),
  revoked_reason: z.string().nullable(),
  replaced_by: reference.nullable(),
  replaces: reference.nullable(),
};

/** Every word that is printed, as it was when it was issued. */
const printed = {
  certificate_number: z.string(),
  certificate_name: z.string(),
  type: z.enum(['completion', 'assessment']),
  course_name: z.string(),
  course_version: z.number().int(),
  student_name: z.string(),
  issue_date: instant,
  completed_on: day,
  outcomes: z.array(z.string()),
  final_score: z.number().int().nullable(),
  grade,
  issuer_name: z.string(),
};

/** A certificate of the student who asks. */
export const ownCertificate = z.object({
  ...printed,
  ...history,
  course_id: z.number().int(),
  secret: secret.describe('Its address is /c/<secret>'),
  pdf_ready: z.boolean().describe('False while it is drawn, for seconds'),
  marksheet: z
    .object({ secret, revision: z.number().int(), pdf_ready: z.boolean() })
    .nullable()
    .describe('The newest revision'),
});
export type OwnCertificate = z.infer<typeof ownCertificate>;

/**
 * What the holder of a certificate's secret, or of its very PDF, may know: all that is printed. The
 * marksheet has a secret of its own, and nothing here leads to it.
 */
export const certificateReply = z.object({
  ...history,
  since: instant.describe('From when on the status holds'),
  certificate: z.object({
    ...printed,
    secret,
    pdf_sha256: sha256.nullable().describe('Null while the PDF is drawn'),
    has_credential: z.boolean(),
  }),
});
export type CertificateReply = z.infer<typeof certificateReply>;

/** What anybody may know of a number: too little to learn a name by guessing. */
export const numberReply = z.object({
  status: standing,
  certificate_number: z.string(),
  initials: z.string(),
  issued_in: z.number().int().describe('The year'),
  revoked_at: instant.nullable(),
  replaced_by: z.string().nullable().describe('A number'),
});
export type NumberReply = z.infer<typeof numberReply>;

/** A marksheet as it was made out; a correction is a revision of its own. */
export const marksheetReply = z.object({
  certificate: z.object({
    certificate_number: z.string(),
    certificate_name: z.string(),
    course_name: z.string(),
    course_version: z.number().int(),
    student_name: z.string(),
    issue_date: instant,
    issuer_name: z.string(),
    status: standing,
    secret: secret.describe('Of the certificate'),
  }),
  revision: z.number().int().describe('From 1'),
  generated_at: instant,
  /** Why it was corrected; null for the first. */
  reason: z.string().nullable(),
  /** What the correction changed; empty for the first. */
  changes: z.array(
    z.object({
      part: z.string(),
      title: z.string().optional(),
      field: z.string(),
      before: z.unknown(),
      after: z.unknown(),
    }),
  ),
  trace,
  pdf_sha256: sha256.nullable(),
  /** All revisions, the newest first; only the newest counts. */
  revisions: z.array(z.object({ revision: z.number().int(), secret, generated_at: instant })),
});
export type MarksheetReply = z.infer<typeof marksheetReply>;

/** What a file is, found by the hash of its bytes. */
export const fileReply = z.discriminatedUnion('kind', [
  certificateReply.extend({ kind: z.literal('certificate') }),
  marksheetReply.extend({ kind: z.literal('marksheet') }),
]);
export type FileReply = z.infer<typeof fileReply>;

export const getCertificate = endpoint({
  method: 'GET',
  path: '/courses/:course_id/certificate',
  summary: 'The certificate of a course for this student: what is missing, or the issued one.',
  who: 'student',
  params: z.strictObject({ course_id: id }),
  body: nothing,
  reply: z.object({
    /** Null where the course offers no certificate. */
    certificate: z
      .object({ id: z.number().int(), name: z.string(), description: z.string() })
      .nullable(),
    eligibility: eligibility.nullable(),
    missing: z.array(missing).describe("In the course's order, the first hundred"),
    /** How the score would come about today. */
    trace: trace.nullable(),
    issued: ownCertificate.nullable(),
  }),
  errors: ['enrollment.not-found'],
});

export const issueCertificate = endpoint({
  method: 'POST',
  path: '/courses/:course_id/certificate',
  summary: 'Issues the certificate when the database finds the student eligible; once for ever.',
  who: 'student',
  params: z.strictObject({ course_id: id }),
  body: nothing,
  reply: z.object({ issued: ownCertificate }),
  errors: ['enrollment.not-found', 'certificate.not-offered', 'certificate.not-eligible'],
});

export const listCertificates = endpoint({
  method: 'GET',
  path: '/certificates',
  summary: "The student's certificates, newest first.",
  who: 'student',
  params: nothing,
  body: nothing,
  reply: z.object({ certificates: z.array(ownCertificate) }),
  errors: [],
});

export const verifyBySecret = endpoint({
  method: 'GET',
  path: '/certificates/by-secret/:secret',
  summary: 'A certificate with all that is printed on it, for whoever was given its secret.',
  who: 'anyone',
  params: z.strictObject({ secret }),
  body: nothing,
  reply: certificateReply,
  errors: ['certificate.not-found'],
});

export const verifyByFile = endpoint({
  method: 'GET',
  path: '/certificates/by-file/:sha256',
  summary: 'The certificate or marksheet whose issued PDF has this hash.',
  who: 'anyone',
  params: z.strictObject({ sha256 }),
  body: nothing,
  reply: fileReply,
  errors: ['certificate.file-unknown'],
});

/**
 * `OS-<year>-<serial>-<check digit>`, or the form before, `OS-<year>-XXXXX-XXXXX` in Crockford's base
 * 32, whose fifty random bits are a secret themselves.
 */
export const certificateNumber = z
  .string()
  .regex(/^OS-\d{4}-(?:\d{6,9}-\d|[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5})$/);

export const verifyByNumber = endpoint({
  method: 'GET',
  path: '/certificates/:certificate_number',
  summary:
    'Whether a number stands, and the initials of its holder; limited for each network, known or not.',
  who: 'anyone',
  params: z.strictObject({ certificate_number: certificateNumber }),
  body: nothing,
  reply: numberReply,
  errors: ['certificate.not-found', 'certificate.too-many-lookups'],
});

export const getMarksheet = endpoint({
  method: 'GET',
  path: '/marksheets/by-secret/:secret',
  summary: 'A revision of a marksheet, for whoever was given its secret.',
  who: 'anyone',
  params: z.strictObject({ secret }),
  body: nothing,
  reply: marksheetReply,
  errors: ['marksheet.not-found'],
});

/**
 * The issued bytes, `application/pdf`, the same for ever. 404 `certificate.in-the-making` with
 * `Retry-After` until they are drawn.
 */
export const certificatePdfBySecret = (secret: string): string =>
  `/certificates/by-secret/${secret}/pdf`;
export const marksheetPdfBySecret = (secret: string): string =>
  `/marksheets/by-secret/${secret}/pdf`;

/** What other sites show beside a link to a valid certificate: a PNG, 1200 by 630. */
export const certificatePictureBySecret = (secret: string): string =>
  `/certificates/by-secret/${secret}/picture`;
