import { z } from 'zod';
import { endpoint } from './endpoint';
import { id, instant, nothing } from './shared';

/** What the school can run, on the site and on the server. */
export const labRuntime = z.enum(['javascript', 'typescript', 'python', 'sql', 'html', 'css']);
export type LabRuntime = z.infer<typeof labRuntime>;

/**
 * A check: an expression that is evaluated after the student's code, and the value it has in a right
 * program. In javascript, typescript and python it is an expression; in sql a query, its value the
 * rows as objects; in html a CSS selector, its value the texts of the elements it finds, trimmed. With
 * `@name` at its end it is their attributes of that name, with `{property}` what the style sheet
 * declares for them.
 */
export const labTest = z.object({
  name: z.string(),
  expression: z.string(),
  /** A JSON value; what does not parse as JSON stands for itself as a text. */
  expected: z.string(),
});
export type LabTest = z.infer<typeof labTest>;

/** A lab as a student reads it: without solution, hints and hidden tests. */
export const practiceLab = z.object({
  id: z.number().int(),
  version: z.number().int(),
  course_id: z.number().int(),
  module_id: z.number().int().nullable(),
  lesson_id: z.number().int().nullable(),
  slug: z.string(),
  title: z.string(),
  description: z.string(),
  difficulty: z.enum(['beginner', 'intermediate', 'advanced']),
  /** As the editor wrote it. */
  language: z.string(),
  /** What runs the language; null where the school cannot run it. */
  runtime: labRuntime.nullable(),
  /** Minutes. */
  estimated_time: z.number().int().nullable(),
  instructions: z.string().describe('Markdown'),
  /** Runs before the student's code; for css it is the page that the style sheet is for. */
  setup_code: z.string(),
  starter_code: z.string(),
  /** What a right program prints; null where that is not checked. */
  expected_output: z.string().nullable(),
  /** `visual`: the checks see how a page is built, not how it looks. */
  validation_type: z.enum(['console', 'test', 'visual']),
  tests: z.array(labTest),
  hint_count: z.number().int(),
});
export type PracticeLab = z.infer<typeof practiceLab>;

/** How the server judges this lab. */
export const labChecks = z.object({
  /** False: it is done by the student's word and counts for no certificate. */
  verifiable: z.boolean(),
  hidden_test_count: z.number().int(),
});
export type LabChecks = z.infer<typeof labChecks>;

export const labTestResult = z.object({
  name: z.string(),
  hidden: z.boolean(),
  passed: z.boolean(),
  /** As JSON, or what went wrong, cut to 2,000 characters; null for hidden tests. */
  actual: z.string().nullable(),
  /** Null for hidden tests. */
  expected: z.string().nullable(),
});
export type LabTestResult = z.infer<typeof labTestResult>;

/** One run of the stored code on the server, with its verdict. */
export const labRun = z.object({
  id: z.number().int(),
  /**
   * `finished`: the code ran to its end. `error`: it stopped with `error`. `timeout`, `memory`,
   * `output`: it went over that limit. `crashed`: its process died. `running`: not judged yet.
   */
  status: z.enum(['running', 'finished', 'error', 'timeout', 'memory', 'output', 'crashed']),
  passed: z.boolean(),
  /** What the code printed, cut to 64 KB; nothing that is printed while tests run. */
  output: z.string(),
  error: z.string().nullable(),
  /** Whether the output is the expected one; null where that is not checked. */
  output_passed: z.boolean().nullable(),
  tests: z.array(labTestResult),
  started_at: instant,
  /** Null while it runs. */
  ms: z.number().int().nullable(),
});
export type LabRun = z.infer<typeof labRun>;

/** The student's own state of a lab. */
export const labState = z.object({
  status: z.enum(['not_started', 'in_progress', 'completed']),
  /** Null until something was saved; then the starter code stands in. */
  code: z.string().nullable(),
  code_saved_at: instant.nullable(),
  /** Runs on the server. */
  attempts: z.number().int(),
  /** Those unlocked so far, in order. */
  hints: z.array(z.string()),
  completed_at: instant.nullable(),
  /** Set by the server's verdict alone. Completed without it: by the student's word. */
  verified_at: instant.nullable(),
});
export type LabState = z.infer<typeof labState>;

/** The longest code that is kept, in characters. */
export const labCodeLength = 100_000;
const code = z.string().max(labCodeLength);

const params = z.strictObject({ course_id: id, lab_id: id });
const refusals = ['enrollment.not-found', 'lab.not-found'];

export const getPracticeLab = endpoint({
  method: 'GET',
  path: '/courses/:course_id/labs/:lab_id',
  summary: "A practice lab of the student's version, with the student's state and last run.",
  who: 'student',
  params,
  body: nothing,
  reply: z.object({
    lab: practiceLab,
    checks: labChecks,
    state: labState,
    last_run: labRun.nullable(),
  }),
  errors: refusals,
});

export const saveLabCode = endpoint({
  method: 'PATCH',
  path: '/courses/:course_id/labs/:lab_id/code',
  summary: "Saves the student's code. The last one saved stands.",
  who: 'student',
  params,
  body: z.strictObject({ code }),
  reply: z.object({ code_saved_at: instant }),
  errors: refusals,
});

export const revealHint = endpoint({
  method: 'POST',
  path: '/courses/:course_id/labs/:lab_id/hints',
  summary: 'Unlocks the hint of this number, the next one. Again: nothing changes.',
  who: 'student',
  params,
  body: z.strictObject({ number: z.coerce.number().int().min(1).max(1000) }),
  reply: z.object({ state: labState }),
  errors: [...refusals, 'lab.no-such-hint'],
});

export const runLab = endpoint({
  method: 'POST',
  path: '/courses/:course_id/labs/:lab_id/runs',
  summary:
    'Stores the code, runs it on the server with all tests and waits for the verdict, seconds at most. A lab that passes is verified.',
  who: 'student',
  params,
  body: z.strictObject({ code }),
  reply: z.object({ run: labRun, state: labState }),
  errors: [...refusals, 'lab.not-verifiable', 'lab.run-open', 'lab.busy'],
});

export const declareLabDone = endpoint({
  method: 'POST',
  path: '/courses/:course_id/labs/:lab_id/declare-done',
  summary: "Marks a lab that cannot be verified as done, by the student's word.",
  who: 'student',
  params,
  body: nothing,
  reply: z.object({ state: labState }),
  errors: [...refusals, 'lab.verifiable'],
});

export const getLabSolution = endpoint({
  method: 'GET',
  path: '/courses/:course_id/labs/:lab_id/solution',
  summary: 'The solution of a lab that the student completed.',
  who: 'student',
  params,
  body: nothing,
  reply: z.object({ solution_code: z.string() }),
  errors: [...refusals, 'lab.not-completed'],
});
