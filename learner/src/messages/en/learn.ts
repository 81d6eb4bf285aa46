import { formatNumber, formatPercent } from '../../lib/format.ts';
import { labs, lessons, minutes, projects, tests } from './counts.ts';

/** Inside a course: where a student is, lessons, newer versions. */

export const progress = {
  label: 'Your progress',
  percent: (n: number) => formatPercent(n),
  lessons: (done: number, of: number) => `${formatNumber(done)} of ${lessons(of)}`,
  tests: (done: number, of: number) => `${formatNumber(done)} of ${tests(of)} passed`,
  labs: (done: number, of: number) => `${formatNumber(done)} of ${labs(of)} verified`,
  projects: (done: number, of: number) => `${formatNumber(done)} of ${projects(of)} approved`,
  notes: { declared: 'by your word', waiting: 'being reviewed', rejected: 'to hand in again' },
  done: 'Done',
  passed: 'Passed',
  here: 'You are here',
};

export const dashboard = {
  title: 'My courses',
  greeting: (name: string) => `Welcome back, ${name}`,
  lead: 'Go on where you stopped.',
  emptyTitle: 'You are not enrolled in a course yet',
  emptyText: 'Choose one from the catalogue. It will wait for you here, with your progress.',
  emptyAction: 'See the courses',
  next: 'Next',
  lastOpen: 'You were here',
  allDone: 'There is nothing left to do.',
  waiting: 'What waits for you',
  openAttempt: 'A test you have begun',
  timeLeft: (seconds: number) =>
    seconds < 60 ? 'less than a minute left' : `${minutes(Math.floor(seconds / 60))} left`,
  noLimit: 'no time limit',
  goOnWithTest: 'Go on with the test',
  rejected: 'A project to hand in again',
  feedback: 'The reviewer wrote:',
  toProject: 'See the project',
  ready: 'A certificate you have earned',
  continue: 'Continue',
  start: 'Start',
  review: 'Look at it again',
  getCertificate: 'Get your certificate',
  seeCertificate: 'See your certificate',
  completed: 'Completed',
};

export const learn = {
  outline: 'Course outline',
  toCourse: 'About this course',
  doneBanner: (title: string) => `Done: ${title}`,
  ofLessons: (done: number, of: number) =>
    `You have completed ${formatNumber(done)} of ${lessons(of)}.`,
  previous: 'Previous',
  next: 'Next',
  finish: 'Finish',
  courseEnd: 'End of the course',
  lastGroup: 'To finish',
  steps: 'Steps of the course',
};

export const versions = {
  label: 'Versions',
  notice: 'A newer version of this course is there.',
  see: 'See what changed',
  title: 'What changed in the newer version',
  lead: 'You learn the version you enrolled in, and it stays as it is until you want the newer one.',
  changes: { added: 'New', changed: 'Changed', moved: 'Moved', removed: 'Left out' },
  kinds: {
    module: 'Module',
    lesson: 'Lesson',
    practice_lab: 'Lab',
    test: 'Test',
    project: 'Project',
  },
  removedHint: 'What you completed of it stays in your record.',
  nothing: 'Lessons, tests, labs and projects are the same; only the course’s own page differs.',
  moveTitle: 'Move to the newer version?',
  kept: [
    'Lessons you completed and tests you passed stay done, also where their text changed.',
    'Your progress is counted anew: what is new is still to do.',
    'A test you have begun ends with the questions it began with.',
    'You cannot go back to your present version.',
  ],
  move: 'Move to the new version',
  stay: 'Stay with my version',
  moved: 'You are on the new version now. What you completed is kept.',
  upToDate: 'You have the newest version',
  upToDateText: 'There is nothing newer than what you read.',
  goOn: 'Go on learning',
  unpublished: 'This course is no longer in the catalogue. You can go on with it.',
  closed:
    'The school has closed this course. What you did in it stays in your record, and a certificate stays valid.',
  closedTitle: 'The school has closed this course',
  closedText:
    'It cannot be read any more. What you did in it stays in your record, and a certificate stays valid.',
};

export const lesson = {
  label: 'Lesson',
  objectives: 'In this lesson',
  concepts: 'Key concepts',
  onThisPage: 'On this page',
  video: 'Video',
  playYouTube: 'Play the video',
  youTubeHint: 'It comes from YouTube, which then learns that you watch it.',
  watchOutside: 'Watch the video',
  simplified: 'In simple words',
  keyPoints: 'Key points',
  takeaways: 'Take away',
  interview: 'Questions you may be asked',
  videos: 'More videos',
  links: 'Read more',
  noNotes: 'There is nothing to read in this lesson.',
  asTyped: 'This text is too large to be laid out. It is shown as it was written.',
  complete: 'Mark as done and go on',
  completeLast: 'Mark as done and finish',
  isDone: 'You have done this lesson.',
  goOn: 'Go on',
  copy: 'Copy',
  copied: 'Copied',
  code: 'Code',
};
