import { crc32, deflateSync } from 'node:zlib';
import type { CertificateFacts, MarksheetFacts } from '../server/facts';

export const certificateFacts: CertificateFacts = {
  certificate_number: 'OS-2026-000042-7',
  certificate_name: 'Certificate of Completion',
  student_name: 'Asha Venkataraman',
  course_name: 'How Computers Think',
  issue_date: '2026-11-21T10:00:00.000Z',
  final_score: 93,
  grade: 'A',
  qr_verification: true,
  verification_url: 'https://learn.example/c/3k9x0qv7t2mnd5hs8wzgj4rbca',
  course_version: 3,
  type: 'completion',
  completed_on: '2026-11-20',
  outcomes: [],
  template_id: 'classic',
  verify_url: 'https://learn.example/verify',
  replaces: null,
  design: {
    issuer_name: 'OurShiksha',
    issuer_url: null,
    accent: '#c26b0d',
    paper: 'a4',
    logo: null,
    signatories: [],
  },
};

export const marksheetFacts: MarksheetFacts = {
  certificate_number: 'OS-2026-000042-7',
  student_name: 'Asha Venkataraman',
  course_name: 'How Computers Think',
  certificate_name: 'Certificate of Completion',
  course_version: 3,
  issue_date: '2026-11-21T10:00:00.000Z',
  generated_at: '2026-11-21T10:00:00.000Z',
  revision: 1,
  replaces_revision: null,
  reason: null,
  verification_url: 'https://learn.example/m/3k9x0qv7t2mnd5hs8wzgj4rbca',
  verify_url: 'https://learn.example/verify',
  design: certificateFacts.design,
  trace: {
    tests: [
      {
        test_id: 1,
        title: 'How a processor works',
        kind: 'module',
        required: true,
        attempts: 2,
        score: 8.5,
        max_score: 10,
        percentage: 85,
        passed: true,
      },
      {
        test_id: 2,
        title: 'All of it',
        kind: 'final',
        required: false,
        attempts: 0,
        score: 0,
        max_score: 20,
        percentage: 0,
        passed: false,
      },
    ],
    labs: [
      {
        lab_id: 1,
        title: 'Sort a list',
        required: true,
        verifiable: true,
        completed: true,
        hints_used: 2,
        completed_at: '2026-11-02T10:00:00.000Z',
      },
    ],
    projects: [
      {
        project_id: 1,
        title: 'A small database',
        required: true,
        status: 'approved',
        score: 90,
        max_score: 100,
        submissions: 1,
        checklist: [
          { text: 'Rows survive a restart', met: true },
          { text: 'The report can be read', met: false },
        ],
      },
    ],
    lessons: { done: 12, of: 12 },
    parts: [
      { part: 'tests', weight: 60, share: 60, percentage: 42.5 },
      { part: 'labs', weight: 20, share: 20, percentage: 100 },
      { part: 'projects', weight: 20, share: 20, percentage: 90 },
    ],
    percentage: 63,
    grade: 'Pass',
  },
};

function chunk(type: string, contents: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), contents]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(contents.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

/** The beginning of a PNG with eight bits of each colour and of transparency. */
export function pngHeader(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 6], 8);
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', header)]);
}

/** A PNG of one colour: red, green, blue, and how much of it is seen. */
export function png(width: number, height: number, colour: readonly number[]): Buffer {
  const row = Buffer.concat([Buffer.of(0), ...Array<Buffer>(width).fill(Buffer.from(colour))]);
  return Buffer.concat([
    pngHeader(width, height),
    chunk('IDAT', deflateSync(Buffer.concat(Array<Buffer>(height).fill(row)))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
