import { count, formatBytes, formatList, formatMoment, formatNumber } from '../../lib/format.ts';

/** Projects, and handing them in. */

interface HandInLimits {
  readonly files: number;
  readonly file_bytes: number;
  readonly bytes: number;
  readonly types: readonly string[];
}

export const project = {
  label: 'Project',
  problem: 'The task',
  objectives: 'What you practise',
  steps: 'Step by step',
  step: (n: number) => `Step ${formatNumber(n)}`,
  tips: 'Tips',
  deliverables: 'What to hand in',
  submission: 'How to hand it in',
  checklist: 'How it is judged',
  tools: 'You will use',
  difficulty: 'Difficulty',
  help: 'You build this on your own computer, at your own pace.',
  stepDone: (n: number) => `Step ${formatNumber(n)} is done`,
  criterionMet: (criterion: string) => `“${criterion}” is met`,
  selfCheck: 'Check your work against this before you hand it in. Ticks stay on this device.',
};

export const handIn = {
  title: 'Hand in your project',
  again: 'Hand in again',
  replace: 'Hand in something else instead',
  replaceText:
    'Nobody has begun to review it, so you may still replace it. The review will be of what you hand in last; add its files anew.',
  againText:
    'Change what the reviewer asks for. What you handed in before stays in your record; add the files anew.',
  lead: 'Give a link, add files, or write a note: at least one of them.',
  standing: {
    none: 'Not handed in yet',
    submitted: 'Handed in',
    under_review: 'Being reviewed',
    approved: 'Approved',
    rejected: 'To be handed in again',
  },
  standingText: {
    submitted: 'It waits for a reviewer. You get a mail when there is a result.',
    under_review: 'A reviewer is looking at it. You get a mail when there is a result.',
    approved: 'This project is done.',
    rejected: 'Read what the reviewer says, change it, and hand it in again.',
  },
  replaced: 'Replaced',
  sent: 'Your project is handed in. You get a mail when it was reviewed.',
  score: (score: number) => `${formatNumber(score)} of 100 points`,
  feedback: 'What the reviewer says',
  checklist: 'The reviewer’s checklist',
  met: 'Met',
  notMet: 'Not met yet',
  history: 'What you handed in',
  number: (n: number) => `Submission ${formatNumber(n)}`,
  handedInOn: (instant: string) => `Handed in on ${formatMoment(instant)}`,
  reviewedOn: (instant: string) => `Reviewed on ${formatMoment(instant)}`,
  link: 'Link',
  notes: 'Notes',
  files: 'Files',
  filesTitle: 'Files',
  filesHint: ({ files, file_bytes, bytes, types }: HandInLimits) =>
    `Up to ${count(files, { one: 'file', other: 'files' })}, ${formatBytes(file_bytes)} each and ${formatBytes(bytes)} together. ${formatList(types)}.`,
  filesFirst: 'Add files first, then write and hand in.',
  choose: 'Choose files',
  add: 'Add the files',
  adding: 'Adding the files',
  added: (n: number) => `${count(n, { one: 'file', other: 'files' })} will go along:`,
  noFiles: 'No files yet.',
  remove: 'Remove',
  removeFile: (name: string) => `Remove ${name}`,
  fileSize: (bytes: number) => formatBytes(bytes),
  url: 'Link to your work',
  urlHint:
    'A repository or a page that the reviewer can open, for example https://github.com/you/work',
  notesLabel: 'Notes for the reviewer',
  notesHint: 'What you built, how to look at it, what you would do differently. Markdown works.',
  submit: 'Hand in',
  tooLargeHere: (name: string, limit: number) =>
    `“${name}” is larger than ${formatBytes(limit)}. Make it smaller, or give a link to it.`,
  broken: 'The files did not arrive. Check the line and try again.',
  problems: {
    key: 'The form was too old. Look it over and hand it in again.',
    submission_url: 'Enter a whole link that begins with https:// or http://',
    submission_notes:
      'The notes are longer than 20,000 characters. Shorten them, or put them into a file.',
  } as Readonly<Record<string, string>>,
  refused: {
    'file.none': 'No file was chosen. Choose one, then add it.',
    'file.name': 'A file needs a name with at most 200 characters. Rename it and add it again.',
    'file.type': 'A file is of a type that is not taken. Convert it, or put it into a zip file.',
    'file.content':
      'What is in a file is not what its name says. Save it anew in the type of its name.',
    'file.empty': 'A file is empty. Choose one with something in it.',
    'file.too-large': 'A file is too large. Make it smaller, or give a link to it.',
    'file.too-many': 'These are more files than go along. Remove one first.',
    'file.too-many-today': 'You have uploaded very many files today. Try again tomorrow.',
    'file.too-large-together':
      'The files are too large together. Remove one, make one smaller, or give a link.',
    'upload.too-large':
      'The files are too large together. Choose fewer or smaller ones, or give a link.',
    'upload.too-many-parts': 'These are too many files at once. Choose fewer.',
    other: 'The files were not added. Try again.',
  } as Readonly<Record<string, string>>,
  nothingAdded: 'None of the chosen files was added.',
};
