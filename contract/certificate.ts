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

export const issuedCertificate = z.object({
  certificate_number: z.string(),
  certificate_name: z.string(),
  course_id: z.number().int(),
  course_name: z.string(),
  student_name: z.string(),
  issue_date: instant,
  /** Average of the best test percentages; null for a course without tests. */
  final_score: z.number().int().nullable(),
  grade: z.enum(['A', 'B', 'C', 'Pass']),
});
export type IssuedCertificate = z.infer<typeof issuedCertificate>;

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
    issued: issuedCertificate.nullable(),
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
  reply: z.object({ issued: issuedCertificate }),
  errors: ['enrollment.not-found', 'certificate.not-offered', 'certificate.not-eligible'],
});

export const listCertificates = endpoint({
  method: 'GET',
  path: '/certificates',
  summary: "The student's certificates, newest first.",
  who: 'student',
  params: nothing,
  body: nothing,
  reply: z.object({ certificates: z.array(issuedCertificate) }),
  errors: [],
});

/** What anybody may learn from a certificate's number. */
export const verification = z.discriminatedUnion('status', [
  z.object({ status: z.literal('valid'), certificate: issuedCertificate }),
  z.object({
    status: z.literal('revoked'),
    certificate: issuedCertificate,
    revoked_at: instant,
    revoked_reason: z.string(),
  }),
]);
export type Verification = z.infer<typeof verification>;

export const certificateNumber = z
  .string()
  .regex(/^OS-\d{4}-[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/);

export const verifyCertificate = endpoint({
  method: 'GET',
  path: '/certificates/:certificate_number',
  summary: 'Verifies a certificate by its number; needs no account.',
  who: 'anyone',
  params: z.strictObject({ certificate_number: certificateNumber }),
  body: nothing,
  reply: verification,
  errors: ['certificate.not-found'],
});

/** The issued bytes: `application/pdf`, served by the same path for ever. */
export const certificatePdfPath = (number: string): string => `/certificates/${number}/pdf`;
