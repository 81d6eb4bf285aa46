import { count, formatMoment } from '../../lib/format.ts';
import { lessons, modules } from './counts.ts';

/** The catalogue, a course before it is begun, and its preview. */

export const level = { beginner: 'Beginner', intermediate: 'Intermediate', advanced: 'Advanced' };

export const difficulty = {
  easy: 'Easy',
  medium: 'Medium',
  hard: 'Hard',
  beginner: 'Beginner',
  intermediate: 'Intermediate',
  advanced: 'Advanced',
} as Readonly<Record<string, string>>;

export const price = {
  free: 'Free',
  credits: (n: number) => count(n, { one: 'credit', other: 'credits' }),
};

export const catalogue = {
  title: 'Courses',
  heroTitle: 'Learn something well.',
  heroText:
    'Short lessons to read in peace, tests that explain their answers, and a certificate that anybody can verify.',
  heroAction: 'See the courses',
  heroAside: 'Free to begin. No advertising, nothing that follows you around.',
  heading: 'All courses',
  shown: (n: number) => count(n, { one: 'course', other: 'courses' }),
  emptyTitle: 'The first course is being written',
  emptyText:
    'Nothing is published yet. Come back soon; this page shows every course as soon as it is.',
  facts: (level: string, duration: string) => [level, duration].filter(Boolean).join(' · '),
  newTo: 'How it works',
  steps: [
    {
      title: 'Read a lesson',
      text: 'A few minutes each, in plain words, with the key points at the end.',
    },
    {
      title: 'Check yourself',
      text: 'Tests tell you what was right and why, and you may try again.',
    },
    {
      title: 'Show what you know',
      text: 'Finish the course and get a certificate with a number anybody can look up.',
    },
  ],
};

export const course = {
  about: 'About this course',
  outcomes: 'What you will be able to do',
  roles: 'Helps you towards',
  audience: 'Who it is for',
  outline: 'What is inside',
  facts: 'At a glance',
  level: 'Level',
  duration: 'Duration',
  price: 'Price',
  content: 'Content',
  contentText: (moduleCount: number, lessonCount: number) =>
    `${modules(moduleCount)}, ${lessons(lessonCount)}`,
  updated: 'Updated',
  certificate: 'Certificate',
  noCertificate: 'This course has no certificate.',
  needs: 'You get it when you have',
  needLessons: 'completed every lesson',
  needTests: 'passed every test',
  needLabs: 'done every lab',
  needProjects: 'handed in every project',
  enroll: 'Enrol for free',
  loginToEnroll: 'Log in to enrol',
  registerHint: 'New here?',
  register: 'Create an account',
  continue: 'Continue learning',
  start: 'Start learning',
  finished: 'Look at it again',
  enrolled: 'You are enrolled.',
  paid: (credits: number) =>
    `This course costs ${count(credits, { one: 'credit', other: 'credits' })}. Paying with credits is not open yet.`,
  test: 'Test',
  lab: 'Lab',
  project: 'Project',
  final: 'At the end of the course',
  emptyOutline: 'The outline is empty so far.',
};

export const preview = {
  label: 'Preview',
  bar: 'Preview of a draft',
  ends: (at: string) => `This link works until ${formatMoment(at)}.`,
  stored: 'Nothing you do here is stored.',
  closed: 'A preview stores nothing, so this button does nothing.',
  untitled: 'Untitled',
  noQuestionText: 'This question has no text yet.',
  lookInside: 'Look inside',
  seeQuestions: 'See the questions',
  questionsLead:
    'Students see these one at a time. Which answer is right is never shown here, not even to you.',
  backToTest: 'Back to the test',
  problems: {
    expired: {
      title: 'This preview link has expired',
      text: 'Preview links work for a limited time. Ask the editor who sent it for a new one.',
    },
    invalid: {
      title: 'This is not a preview link of ours',
      text: 'It may have been cut off or changed on its way. Copy the whole link, or ask the editor for it again.',
    },
    gone: {
      title: 'This draft was deleted',
      text: 'There is nothing to preview any more. If you expected a course here, ask the editor who sent the link.',
    },
    missing: {
      title: 'This is not in the draft',
      text: 'It may have been removed since you opened the preview. Go back, reload the page, and choose from the outline.',
    },
    unreadable: {
      title: 'This draft cannot be shown yet',
      text: 'One of its fields holds something that does not belong there. The editor can open the entry, put the field right and save it.',
    },
  },
};
