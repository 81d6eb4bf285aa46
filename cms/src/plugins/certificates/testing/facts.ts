import type { CertificateFacts } from '../server/facts';

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
