import { formatDate } from '../../lib/format.ts';

/** What anybody sees who verifies one. */

export const verify = {
  title: 'Verify a certificate',
  lead: 'Type the number printed on the certificate, or check its PDF. No account is needed.',
  numberTitle: 'By its number',
  label: 'Certificate number',
  hint: 'For example OS-2026-000042-6. The link works too.',
  submit: 'Verify',
  malformed: 'Enter a number such as OS-2026-000042-6.',
  mistyped:
    'This number cannot be right: one of its digits is wrong. Look at the certificate again.',
  scan: 'The square code on the certificate leads to the same place. Your phone’s camera opens it.',
  about: (of: {
    student_name: string;
    certificate_name: string;
    course_name: string;
    issuer_name: string;
    issue_date: string;
  }) => ({
    title: `${of.student_name}: ${of.certificate_name}`,
    text: `${of.course_name}. Issued by ${of.issuer_name} on ${formatDate(of.issue_date)}. Check it here.`,
  }),
  validTitle: 'This certificate is valid',
  validText: (issuer: string) => `It was issued by ${issuer} and has not been revoked.`,
  validNumberText: 'A certificate with this number was issued here and has not been revoked.',
  revokedTitle: 'This certificate was revoked',
  revokedText: (date: string) => `It has not been valid since ${formatDate(date)}.`,
  replacedTitle: 'This certificate was replaced',
  replacedText: (date: string) => `It has not been valid since ${formatDate(date)}. In its place:`,
  replacedNumberText: 'A newer one is valid in its place:',
  reason: 'Reason given',
  unknownTitle: 'No certificate has this number',
  unknownText:
    'Compare the number with the one on the certificate, character by character. If it is the same, the certificate was not issued here.',
  tooManyTitle: 'Too many numbers were looked up',
  tooManyText:
    'They came from your network within a short time. Wait a minute and try again, or use the link, the square code or the PDF: those can be checked as often as you like.',
  unknownLinkTitle: 'This link leads to no certificate',
  unknownLinkText:
    'Perhaps a part of it was lost on the way. Scan the code on the certificate again, or type its number.',
  checkedAt: (moment: string) => `Checked on ${moment}.`,
  another: 'Verify another certificate',
  fields: 'As it was issued',
  compare:
    'Compare each line with the document you were given. If one differs, the document was changed.',
  name: 'Name',
  course: 'Course',
  version: 'Version of the course',
  certificate: 'Certificate',
  kind: 'Kind',
  kinds: { completion: 'Completion of a course', assessment: 'Assessment' },
  issued: 'Issued on',
  completed: 'Completed on',
  issuer: 'Issued by',
  grade: 'Grade',
  score: 'Score',
  number: 'Number',
  replaces: 'Replaces',
  outcomes: 'What was learned',
  documents: 'The documents',
  pdf: 'Open the issued PDF',
  marksheetText:
    'How the score came about is in the marksheet, which has a link of its own. Ask the holder for it.',
  credential: 'Download the credential',
  credentialText: 'The same as a file that programs can verify (Open Badges 3.0).',
  credentialVerify: 'Verify it without a network',
  credentialOwn: 'You have a credential as a file?',
  hash: 'Fingerprint of the PDF (SHA-256)',
  initials: 'Initials of the holder',
  issuedIn: 'Issued in',
  moreTitle: 'To see more',
  moreText:
    'A number alone shows no name. Ask the holder for the link or the PDF, or scan the code on the certificate: then you see every line as it was issued.',
  dropTitle: 'Check a PDF',
  dropText:
    'Choose the PDF you were given, or drop it here. It stays on your device: only its fingerprint is looked up.',
  dropLabel: 'PDF of a certificate or marksheet',
  dropWithoutScript:
    'Checking a PDF needs JavaScript. Without it, compare the lines of the certificate with those shown for its link.',
  dropReading: 'Reading the file…',
  dropNoPdf: 'This is not a PDF. Choose the file you were given.',
  dropTooLarge: 'This file is larger than any certificate of ours. Choose another one.',
  dropUnable: 'This browser can check files over a secure connection (https) only.',
  dropUnreadable: 'The file could not be read. Choose it again.',
  dropMatches: 'This is the PDF that was issued, unchanged to the last byte.',
  file: {
    title: 'What this PDF is',
    certificateTitle: 'This PDF is the one that was issued',
    certificateText: 'Not one byte was changed.',
    genuineText: 'The PDF is the one that was issued, but the certificate does not stand any more.',
    marksheetTitle: 'This PDF is a marksheet that was issued',
    unknownTitle: 'This PDF is not one that was issued here',
    unknownText:
      'It was changed, saved anew by a program, or made elsewhere. Ask for the original file.',
    otherTitle: (number: string) => `This PDF is not the one issued for ${number}`,
    otherText:
      'It carries that number, but its bytes differ from the issued file: it was changed, or saved anew by a program. See what was issued, and ask for the original file.',
    seeIssued: (number: string) => `See what was issued for ${number}`,
  },
};
