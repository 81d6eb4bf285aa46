import {
  formatDate,
  formatFromNow,
  formatMoment,
  formatNumber,
  formatPercent,
  formatPoints,
} from '../../lib/format.ts';
import { answers, minutes, questions } from './counts.ts';

/** Tests and their results. */

export const test = {
  label: 'Test',
  moduleLabel: 'Module test',
  finalLabel: 'Final test',
  moduleLead: 'It is about this module.',
  finalLead: 'It is about the whole course.',
  lead: 'Before you begin',
  questionCount: 'Questions',
  timeLimit: 'Time',
  unlimited: 'As long as you like',
  passing: 'To pass',
  passingText: (n: number) => `${formatPercent(n)} right`,
  difficulty: 'Difficulty',
  attemptsAllowed: 'Attempts',
  attemptsText: 'As many as you like',
  attemptsLeft: (left: number, of: number) => `${formatNumber(left)} of ${formatNumber(of)} left`,
  advice: 'You see which answers were right, and why, after you submit.',
  adviceDeadline:
    'You see your score when you submit, and which answers were right, and why, when the time is over.',
  adviceTimed: 'The clock starts when you begin and does not stop when you leave.',
  advicePause: (length: string) =>
    `Between the end of an attempt and the next there is a pause of ${length}.`,
  adviceSaved: 'Answers are saved as you go, so you can go on from another device.',
  start: 'Begin the test',
  again: 'Try again',
  bestCounts: 'Your best result counts.',
  noneLeft: (n: number) =>
    `You have used ${n === 1 ? 'your attempt' : `all ${formatNumber(n)} attempts`}.`,
  pauseUntil: (at: string, now: string) =>
    `You can begin the next attempt ${formatFromNow(at, now)}: on ${formatMoment(at)}.`,
  resume: 'Go on with your attempt',
  resumeText: (at: string) => `You began on ${formatMoment(at)} and have not submitted yet.`,
  overdue: 'The time of your attempt is up. What was saved by then counts.',
  seeResult: 'See the result',
  history: 'Your attempts',
  attempt: (n: number) => `Attempt ${formatNumber(n)}`,
  score: 'Score',
  best: 'Best',
  passed: 'Passed',
  failed: 'Not passed',
  open: 'Open',
  timeRanOut: 'Time ran out',
  regraded: 'Counted again',
  details: 'See the answers',
  question: (n: number, of: number) => `Question ${formatNumber(n)} of ${formatNumber(of)}`,
  goTo: (n: number, answered: boolean, marked: boolean) =>
    `Question ${formatNumber(n)}, ${answered ? 'answered' : 'not answered'}${marked ? ', marked for later' : ''}`,
  questions: 'Questions',
  severalAnswers: 'Choose every right answer.',
  yourAnswer: 'Your answer',
  mark: 'Mark for later',
  previous: 'Previous',
  next: 'Next',
  mapAnswered: 'answered',
  mapOpen: 'not answered',
  mapMarked: 'marked for later',
  keys: 'Keys 1 to 9 choose an answer; Enter in a field goes on.',
  submit: (n: number) => `Submit ${answers(n)}`,
  submitNone: 'Submit',
  submitHint: 'You cannot change your answers after that.',
  confirmTitle: 'Submit your answers?',
  confirmAll: (n: number) =>
    `You have answered ${n === 1 ? 'the question' : `all ${questions(n)}`}.`,
  confirmSome: (n: number) =>
    n === 1
      ? 'One question has no answer yet.'
      : `${formatNumber(n)} questions have no answer yet.`,
  confirmMarked: (n: number) =>
    n === 1 ? 'You marked one for later.' : `You marked ${formatNumber(n)} for later.`,
  confirmMore: 'A question without an answer counts as wrong.',
  confirmYes: 'Submit now',
  confirmNo: 'Back to the questions',
  sending: 'Submitting…',
  sendFailed:
    'Your answers could not be submitted: there is no connection. They are kept here. Try again in a moment.',
  timeLeft: 'Time left',
  minutesLeft: (n: number) => `${minutes(n)} left`,
  deadline: (at: string) => `Submit before ${formatMoment(at)}.`,
  timeUp: 'The time is up. Your answers are being submitted.',
  timeUpWaiting:
    'The time is up and there is no connection. What was saved counts. Leave this page open: it submits as soon as the connection is back.',
  save: {
    idle: 'Answers are saved as you go',
    saving: 'Saving…',
    saved: 'Saved',
    waiting: 'Not saved yet, we keep trying. Your answers are kept in this browser.',
    signedOut:
      'Not saved: you are logged out. Log in in another tab and come back; your answers are kept in this browser.',
    over: 'This attempt has ended.',
    again: 'Saved again',
  },
  saveNow: 'Save and go on later',
  savedNow: 'Your answers are saved. You can go on later, also on another device.',
  noQuestions: 'This test has no questions yet.',
};

export const result = {
  title: (test: string) => `Result: ${test}`,
  passed: 'You passed',
  failed: 'Not passed this time',
  passedText: (percent: number) => `${formatPercent(percent)} right. Well done.`,
  failedText: (percent: number, needed: number) =>
    `${formatPercent(percent)} right; ${formatPercent(needed)} are needed.`,
  points: (score: number, of: number) => `${formatPoints(score)} of ${formatNumber(of)}`,
  closedByDeadline: 'The time ran out. What was saved by then was graded.',
  regraded: (at: string) =>
    `A right answer of this test was corrected on ${formatDate(at)}. This result was counted again and is the one that counts.`,
  shownAt: (at: string) =>
    `Right answers and explanations are shown here from ${formatMoment(at)}, when the time of this attempt is over.`,
  review: 'Question by question',
  chosen: 'What you answered',
  right: 'Right',
  partly: 'Partly right',
  wrong: 'Wrong',
  pointsOfOne: (points: number) => `${formatPoints(points)} of 1 point`,
  partlyHow:
    'Each right answer you choose adds to the point, each wrong one takes the same away, never below zero.',
  noAnswer: 'No answer',
  yours: 'Your answer',
  yoursMany: 'Your answers',
  correct: 'Right answer',
  correctMany: 'Right answers',
  alsoRight: 'Also accepted',
  why: 'Why',
  again: 'Try again',
  readAgain: 'Read the explanations below before you try again.',
};
