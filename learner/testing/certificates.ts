import { createHash } from 'node:crypto';
import type {
  CertificateReply,
  FileReply,
  MarksheetReply,
  NumberReply,
  OwnCertificate,
  Trace,
} from '@ourshiksha/contract/certificate';
import { checkDigit } from '../src/lib/certificate-number.ts';
import { Refused } from './refused.ts';
import { NOW } from './sample.ts';

/** What the fixture's school has issued: certificates in every state, two revisions of a marksheet. */

const numbered = (serial: string) => `OS-2026-${serial}-${checkDigit(`2026${serial}`)}`;
const secretOf = (word: string) => word.padEnd(26, '0');

/** By what became of each. */
export const secrets = {
  valid: secretOf('va1d'),
  drawn: secretOf('drawn'),
  revoked: secretOf('revked'),
  replaced: secretOf('rep1aced'),
  marksheet: secretOf('marks2'),
  firstMarksheet: secretOf('marks1'),
} as const;
export const numbers = {
  valid: numbered('000042'),
  drawn: numbered('000043'),
  revoked: numbered('000007'),
  replaced: numbered('000006'),
  unknown: numbered('000099'),
  old: 'OS-2026-7K3QF-9XM04',
} as const;

/** The PDFs are as short as a reader would still take them for some. */
const pdf = (number: string, secret: string) =>
  Buffer.from(`%PDF-1.7\n% ${number} ${secret}\n%%EOF\n`);
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

export const trace: Trace = {
  tests: [
    {
      test_id: 301,
      title: 'How pages travel',
      kind: 'module',
      required: true,
      attempts: 2,
      score: 2.5,
      max_score: 3,
      percentage: 83,
      passed: true,
    },
    {
      test_id: 302,
      title: 'A final test with a title that goes on for a while, as some of them do',
      kind: 'final',
      required: true,
      attempts: 1,
      score: 2,
      max_score: 2,
      percentage: 100,
      passed: true,
    },
    {
      test_id: 303,
      title: 'Pages, once more',
      kind: 'module',
      required: false,
      attempts: 0,
      score: 0,
      max_score: 4,
      percentage: 0,
      passed: false,
    },
  ],
  labs: [
    {
      lab_id: 401,
      title: 'Say hello',
      required: true,
      verifiable: true,
      completed: true,
      hints_used: 1,
      completed_at: NOW,
    },
    {
      lab_id: 402,
      title: 'अपना पहला पृष्ठ बनाइए',
      required: false,
      verifiable: false,
      completed: false,
      hints_used: 0,
      completed_at: null,
    },
  ],
  projects: [
    {
      project_id: 501,
      title: 'A page about something you know',
      required: true,
      status: 'approved',
      score: 85,
      max_score: 100,
      submissions: 2,
      checklist: [
        { text: 'The page has one main heading', met: true },
        { text: 'Every picture says in words what it shows', met: false },
      ],
    },
  ],
  lessons: { done: 5, of: 5 },
  parts: [
    { part: 'tests', weight: 60, share: 60, percentage: 91.5 },
    { part: 'labs', weight: 20, share: 20, percentage: 100 },
    { part: 'projects', weight: 20, share: 20, percentage: 85 },
  ],
  percentage: 91,
  grade: 'A',
};

/** How it stands for somebody who has tried one test and nothing else. */
export const traceAtFirst: Trace = {
  ...trace,
  tests: trace.tests.map((test) => ({
    ...test,
    ...(test.test_id === 301
      ? { attempts: 1, score: 1, percentage: 33, passed: false }
      : { attempts: 0, score: 0, percentage: 0, passed: false }),
  })),
  labs: trace.labs.map((lab) => ({ ...lab, completed: false, hints_used: 0, completed_at: null })),
  projects: trace.projects.map((project) => ({
    ...project,
    status: null,
    score: null,
    submissions: 0,
    checklist: [],
  })),
  lessons: { done: 1, of: 5 },
  parts: trace.parts.map((part) => ({
    ...part,
    percentage: part.part === 'tests' ? 11 : 0,
  })),
  percentage: 6,
  grade: 'Pass',
};

const outcomes = [
  'Explain what happens between an address and a page',
  'Write pages that everybody can read',
];

export function issue(
  to: { readonly name: string },
  course: { readonly id: number; readonly name: string; readonly version: number },
  as: 'valid' | 'drawn' = 'drawn',
): OwnCertificate {
  return {
    certificate_number: numbers[as],
    certificate_name: 'Certificate of completion',
    type: 'completion',
    course_id: course.id,
    course_name: course.name,
    course_version: course.version,
    student_name: to.name,
    issue_date: NOW,
    completed_on: '2026-11-20',
    outcomes,
    final_score: 91,
    grade: 'A',
    issuer_name: 'OurShiksha',
    status: 'valid',
    revoked_at: null,
    revoked_reason: null,
    replaced_by: null,
    replaces: null,
    secret: secrets[as],
    pdf_ready: true,
    marksheet: { secret: secrets.marksheet, revision: 2, pdf_ready: true },
  };
}

/** One that took the place of another, that other, and one that was revoked. */
export function longHistory(valid: OwnCertificate): OwnCertificate[] {
  const reference = ({ certificate_number, secret }: OwnCertificate) => ({
    certificate_number,
    secret,
  });
  const replaced: OwnCertificate = {
    ...valid,
    certificate_number: numbers.replaced,
    secret: secrets.replaced,
    status: 'replaced',
    student_name: 'Anastasia von und zu Hohenfels',
    replaced_by: reference(valid),
    marksheet: null,
  };
  const revoked: OwnCertificate = {
    ...valid,
    certificate_number: numbers.revoked,
    secret: secrets.revoked,
    status: 'revoked',
    course_id: 6,
    course_name: 'अच्छे प्रश्न पूछना',
    revoked_at: NOW,
    revoked_reason: 'Issued to the wrong person.',
    marksheet: null,
    final_score: null,
    grade: 'Pass',
  };
  return [{ ...valid, replaces: reference(replaced) }, replaced, revoked];
}

/** Answers for verification, over what `all` holds at that moment. */
export function createRegister(all: () => readonly OwnCertificate[]) {
  function find(how: (issued: OwnCertificate) => boolean): OwnCertificate {
    const found = all().find(how);
    if (!found) throw new Refused(404, 'certificate.not-found');
    return found;
  }

  function replyFor(issued: OwnCertificate): CertificateReply {
    const { status, revoked_at, revoked_reason, replaced_by, replaces } = issued;
    const { course_id, pdf_ready, marksheet: _marksheet, ...printed } = issued;
    return {
      status,
      revoked_at,
      revoked_reason,
      replaced_by,
      replaces,
      since: NOW,
      certificate: {
        ...printed,
        pdf_sha256: pdf_ready ? hashOf(pdf(issued.certificate_number, issued.secret)) : null,
        has_credential: pdf_ready,
      },
    };
  }

  function marksheet(secret: string): MarksheetReply {
    const issued = find((one) => one.marksheet !== null);
    if (secret !== secrets.marksheet && secret !== secrets.firstMarksheet)
      throw new Refused(404, 'marksheet.not-found');
    const isFirst = secret === secrets.firstMarksheet;
    return {
      certificate: issued,
      revision: isFirst ? 1 : 2,
      generated_at: NOW,
      reason: isFirst ? null : 'The project was reviewed once more.',
      changes: isFirst
        ? []
        : [
            {
              part: 'projects',
              title: trace.projects[0]?.title,
              field: 'score',
              before: 58,
              after: 85,
            },
          ],
      trace,
      pdf_sha256: hashOf(pdf('marksheet', secret)),
      revisions: [
        { revision: 2, secret: secrets.marksheet, generated_at: NOW },
        { revision: 1, secret: secrets.firstMarksheet, generated_at: NOW },
      ],
    };
  }

  return {
    bySecret: (secret: string): CertificateReply => {
      const isOld = secret === numbers.old;
      const issued = find((one) => one.secret === (isOld ? secrets.valid : secret));
      const old = { certificate_number: numbers.old, secret: numbers.old };
      return replyFor(isOld ? { ...issued, ...old } : issued);
    },
    byNumber: (number: string): NumberReply => {
      const { status, certificate_number, student_name, revoked_at, replaced_by } = find(
        (one) => one.certificate_number === number,
      );
      return {
        status,
        certificate_number,
        initials: student_name
          .split(/\s+/)
          .map(([letter]) => `${letter}.`)
          .join(' '),
        issued_in: 2026,
        revoked_at,
        replaced_by: replaced_by?.certificate_number ?? null,
      };
    },
    byFile: (sha256: string): FileReply => {
      for (const issued of all()) {
        const reply = replyFor(issued);
        if (reply.certificate.pdf_sha256 === sha256) return { ...reply, kind: 'certificate' };
      }
      for (const secret of [secrets.marksheet, secrets.firstMarksheet]) {
        const reply = marksheet(secret);
        if (reply.pdf_sha256 === sha256) return { ...reply, kind: 'marksheet' };
      }
      throw new Refused(404, 'certificate.file-unknown');
    },
    marksheet,
    hasPicture(path: string): boolean {
      const secret = /^\/api\/certificates\/by-secret\/([^/]+)\/picture$/.exec(path)?.[1];
      return all().some((issued) => issued.secret === secret && issued.status === 'valid');
    },
    /** The bytes at a path of the cms; `making` for those that are not drawn yet. */
    file(path: string): Buffer | 'making' | null {
      const [, kind, secret = ''] =
        /^\/api\/(certificates|marksheets)\/by-secret\/([^/]+)\/pdf$/.exec(path) ?? [];
      if (kind === 'marksheets') return pdf('marksheet', secret);
      const issued = kind ? all().find((one) => one.secret === secret) : undefined;
      if (!issued) return null;
      return issued.pdf_ready ? pdf(issued.certificate_number, secret) : 'making';
    },
  };
}
