import { z } from 'zod';
import { endpoint } from './endpoint';
import { id, instant, nothing } from './shared';

export const questionType = z.enum(['mcq', 'true_false', 'fill_blank', 'multiple_select']);

/** A question as a student gets it before submitting: no answer, no explanation. */
export const question = z.object({
  id: z.number().int(),
  type: questionType,
  question_text: z.string().describe('Markdown'),
  /** Empty for fill_blank. In the order this attempt shows them in. */
  options: z.array(z.string()),
});
export type Question = z.infer<typeof question>;

/** What the database can keep: it takes no U+0000 and no half of a surrogate pair. */
const text = z
  .string()
  .max(2000)
  .refine((value) => !/[\0\p{Surrogate}]/u.test(value), 'Holds a character that is none.');

/** The chosen option's text or what was typed; for multiple_select the list of the chosen options. */
export const answer = z.union([text, z.array(text).max(100)]);
export type Answer = z.infer<typeof answer>;

/** Answers by question id. Absent, an empty text and an empty list are unanswered. */
export const answers = z.record(z.string().regex(/^[1-9]\d{0,9}$/), answer);
export type Answers = z.infer<typeof answers>;

export const attemptSummary = z.object({
  id: z.number().int(),
  attempt_number: z.number().int(),
  started_at: instant,
  /** Null while the attempt is open. */
  submitted_at: instant.nullable(),
  /**
   * `deadline`: nobody handed it in in time, so it was closed at its deadline with what was saved by
   * then. Null while the attempt is open.
   */
  closed_by: z.enum(['student', 'deadline']).nullable(),
  /** Points, up to four decimals: a multiple_select may be right in part. */
  score: z.number().nullable(),
  /** The number of questions; each is worth one point. */
  max_score: z.number().int(),
  /** Rounded down, so 69.9 never shows as a pass of 70. */
  percentage: z.number().int().nullable(),
  passed: z.boolean().nullable(),
  /** When a wrong key was corrected; score, percentage and passed are those that count since. */
  regraded_at: instant.nullable(),
});
export type AttemptSummary = z.infer<typeof attemptSummary>;

export const test = z.object({
  id: z.number().int(),
  version: z.number().int(),
  course_id: z.number().int(),
  module_id: z.number().int().nullable(),
  title: z.string(),
  description: z.string(),
  passing_percentage: z.number().int(),
  /** Minutes; null is unlimited. */
  time_limit: z.number().int().nullable(),
  difficulty: z.enum(['easy', 'medium', 'hard']),
  question_count: z.number().int(),
  /** Null is unlimited. */
  attempts_limit: z.number().int().nullable(),
  /** Hours between the end of an attempt and the start of the next; null is none. */
  attempt_pause_hours: z.number().int().nullable(),
  /** Right answers are shown when an attempt's time is over, however early it was handed in. */
  results_after_deadline: z.boolean(),
});
export type Test = z.infer<typeof test>;

/** Which edit of an attempt is the later one: counted by the player, from 1. */
const sequence = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/**
 * An open attempt: the questions in this attempt's order, what is saved so far, and the server's
 * clock.
 */
export const openAttempt = z.object({
  attempt: attemptSummary,
  test,
  questions: z.array(question),
  answers,
  /** The highest one saved, 0 before the first. The next save counts on from here. */
  sequence,
  /** Null without a time limit. */
  deadline: instant.nullable(),
  server_time: instant,
});
export type OpenAttempt = z.infer<typeof openAttempt>;

export const savedAnswers = z.object({
  /** The highest one saved, by whichever tab or device. */
  sequence,
  deadline: instant.nullable(),
  server_time: instant,
  /** All that is saved for this attempt. */
  answers,
  /**
   * The questions sent whose answer was not taken, because another tab or device saved another one
   * with the same or a higher sequence. To insist, send it again with a higher sequence.
   */
  stale: z.array(z.number().int()),
});
export type SavedAnswers = z.infer<typeof savedAnswers>;

/** While the right answers are kept back, everything that would tell them is null or empty. */
export const questionResult = question.extend({
  answer: answer.nullable(),
  /** Right in full. */
  correct: z.boolean().nullable(),
  /** 0 to 1, up to four decimals. */
  points: z.number().nullable(),
  correct_answer: z.string().nullable(),
  /** fill_blank: what else is accepted; multiple_select: the other right options. */
  further_answers: z.array(z.string()),
  explanation: z.string().nullable(),
});
export const attemptResult = z.object({
  attempt: attemptSummary,
  test,
  results: z.array(questionResult),
  /** From when on the right answers are shown; null where they are shown now. */
  answers_shown_at: instant.nullable(),
});
export type AttemptResult = z.infer<typeof attemptResult>;

export const getTest = endpoint({
  method: 'GET',
  path: '/courses/:course_id/tests/:test_id',
  summary: "A test of the student's version with the student's attempts, newest first.",
  who: 'student',
  params: z.strictObject({ course_id: id, test_id: id }),
  body: nothing,
  reply: z.object({
    test,
    attempts: z.array(attemptSummary),
    /** How many may still be started, besides the one that is open; null is unlimited. */
    attempts_left: z.number().int().min(0).nullable(),
    /** When the pause ends; null where there is none or it is over. */
    next_attempt_at: instant.nullable(),
    /** Of the submitted attempts a passed one before others, then the highest share; null before the first. */
    best: z.object({ percentage: z.number().int(), passed: z.boolean() }).nullable(),
    /** The attempt to go on with. */
    open: z.object({ id: z.number().int(), deadline: instant.nullable() }).nullable(),
    server_time: instant,
  }),
  errors: ['enrollment.not-found', 'test.not-found'],
});
export type TestReply = z.infer<typeof getTest.reply>;

export const getOpenAttempt = endpoint({
  method: 'GET',
  path: '/courses/:course_id/tests/:test_id/attempts/open',
  summary: 'The attempt that is open, with what is saved of it. Looking never starts one.',
  who: 'student',
  params: z.strictObject({ course_id: id, test_id: id }),
  body: nothing,
  reply: z.object({
    /** Null where none is. One whose time is up may still be open, until the database closes it. */
    open: openAttempt.nullable(),
  }),
  errors: ['enrollment.not-found', 'course.closed'],
});

export const startAttempt = endpoint({
  method: 'POST',
  path: '/courses/:course_id/tests/:test_id/attempts',
  summary: 'Starts an attempt, or returns the one that is open with what is saved of it.',
  who: 'student',
  params: z.strictObject({ course_id: id, test_id: id }),
  body: nothing,
  reply: openAttempt,
  errors: [
    'enrollment.not-found',
    'test.not-found',
    'test.no-attempts-left',
    'test.pause',
    'course.closed',
  ],
});

export const saveAnswers = endpoint({
  method: 'POST',
  path: '/attempts/:attempt_id/answers',
  summary:
    'Saves answers of an open attempt. By question, the higher sequence wins, in whatever order they arrive.',
  who: 'student',
  params: z.strictObject({ attempt_id: id }),
  body: z.strictObject({ sequence: sequence.min(1), answers }),
  reply: savedAnswers,
  errors: [
    'attempt.not-found',
    'attempt.foreign-question',
    'attempt.answer-form',
    'attempt.submitted',
    'attempt.too-late',
  ],
});

export const submitAttempt = endpoint({
  method: 'POST',
  path: '/attempts/:attempt_id/submit',
  summary:
    'Submits: the database grades what is saved and what comes along, which goes first. Half a minute after the deadline only what was saved counts. A second submit returns the first result.',
  who: 'student',
  params: z.strictObject({ attempt_id: id }),
  body: z.strictObject({ answers }),
  reply: attemptResult,
  errors: ['attempt.not-found', 'attempt.foreign-question', 'attempt.answer-form'],
});

export const getAttempt = endpoint({
  method: 'GET',
  path: '/attempts/:attempt_id',
  summary: "The result of one of the student's submitted attempts.",
  who: 'student',
  params: z.strictObject({ attempt_id: id }),
  body: nothing,
  reply: attemptResult,
  errors: ['attempt.not-found', 'attempt.still-open'],
});
