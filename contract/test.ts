import { z } from 'zod';
import { endpoint } from './endpoint';
import { id, instant, nothing } from './shared';

export const questionType = z.enum(['mcq', 'true_false', 'fill_blank']);

/** A question as a student gets it before submitting: no answer, no explanation. */
export const question = z.object({
  id: z.number().int(),
  type: questionType,
  question_text: z.string().describe('Markdown'),
  /** Empty for fill_blank. */
  options: z.array(z.string()),
});
export type Question = z.infer<typeof question>;

export const attemptSummary = z.object({
  id: z.number().int(),
  attempt_number: z.number().int(),
  started_at: instant,
  /** Null while the attempt is open. */
  submitted_at: instant.nullable(),
  score: z.number().int().nullable(),
  max_score: z.number().int(),
  /** Rounded down, so 69.9 never shows as a pass of 70. */
  percentage: z.number().int().nullable(),
  passed: z.boolean().nullable(),
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
});
export type Test = z.infer<typeof test>;

/** An open attempt: the questions in order, what was answered so far, and the server's clock. */
export const openAttempt = z.object({
  attempt: attemptSummary,
  test,
  questions: z.array(question),
  /** Null without a time limit. */
  deadline: instant.nullable(),
  server_time: instant,
});
export type OpenAttempt = z.infer<typeof openAttempt>;

/** Answers by question id: the chosen option's text, or what was typed. Absent is unanswered. */
export const answers = z.record(z.string().regex(/^[1-9]\d{0,9}$/), z.string().max(2000));
export type Answers = z.infer<typeof answers>;

export const questionResult = question.extend({
  answer: z.string().nullable(),
  correct: z.boolean(),
  correct_answer: z.string(),
  explanation: z.string(),
});
export const attemptResult = z.object({
  attempt: attemptSummary,
  test,
  results: z.array(questionResult),
});
export type AttemptResult = z.infer<typeof attemptResult>;

export const getTest = endpoint({
  method: 'GET',
  path: '/courses/:course_id/tests/:test_id',
  summary: "A test of the student's version with the student's attempts, newest first.",
  who: 'student',
  params: z.strictObject({ course_id: id, test_id: id }),
  body: nothing,
  reply: z.object({ test, attempts: z.array(attemptSummary) }),
  errors: ['enrollment.not-found', 'test.not-found'],
});

export const startAttempt = endpoint({
  method: 'POST',
  path: '/courses/:course_id/tests/:test_id/attempts',
  summary: 'Starts an attempt, or returns the one that is open.',
  who: 'student',
  params: z.strictObject({ course_id: id, test_id: id }),
  body: nothing,
  reply: openAttempt,
  errors: ['enrollment.not-found', 'test.not-found'],
});

export const submitAttempt = endpoint({
  method: 'POST',
  path: '/attempts/:attempt_id/submit',
  summary:
    'Submits the answers; the database grades them. A second submit returns the first result.',
  who: 'student',
  params: z.strictObject({ attempt_id: id }),
  body: z.strictObject({ answers }),
  reply: attemptResult,
  errors: ['attempt.not-found', 'attempt.foreign-question', 'attempt.too-late'],
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
