import {
  getAttempt,
  getTest,
  type Question,
  startAttempt,
  submitAttempt,
  type Test,
} from '@ourshiksha/contract/test';
import { type Asked, answersOf, unanswered } from './answers.ts';
import { ask, Refusal, type Visitor } from './cms.ts';
import { readForm } from './forms.ts';
import { renderMarkdown } from './markdown.ts';
import { paths } from './paths.ts';

export const loadTest = (visitor: Visitor, course: number, test: number) =>
  ask(getTest, visitor, { course_id: course, test_id: test });

export const beginAttempt = (visitor: Visitor, course: number, test: number) =>
  ask(startAttempt, visitor, { course_id: course, test_id: test });

/** A question with its text rendered. */
export const askedAs = (question: Question): Asked => ({
  ...question,
  html: renderMarkdown(question.question_text, { topHeading: 4 }).html,
});

/** The attempt that is open, or null: looking at a page must never start one. */
export async function loadOpenAttempt(visitor: Visitor, course: number, test: number) {
  const { attempts } = await loadTest(visitor, course, test);
  if (!attempts.some(({ submitted_at }) => submitted_at === null)) return null;
  const {
    attempt,
    questions,
    deadline,
    server_time,
    test: about,
  } = await beginAttempt(visitor, course, test);
  const asked = questions.map(askedAs);
  const secondsLeft = deadline ? (Date.parse(deadline) - Date.parse(server_time)) / 1000 : null;
  return { attempt, about, asked, deadline, secondsLeft };
}

export type OpenTest = NonNullable<Awaited<ReturnType<typeof loadOpenAttempt>>>;

export interface Sent {
  /** Set when the attempt is over and its result has an address. */
  readonly result?: string;
  /** Set when the time was up before the answers came. */
  readonly tooLate?: true;
  /** Set when answers are missing and the sender was not asked yet. */
  readonly missing?: number;
  readonly answers: ReturnType<typeof answersOf>;
}

/** Takes the submitted form. Without JavaScript, missing answers are asked about once. */
export async function sendAnswers(
  visitor: Visitor,
  request: Request,
  course: number,
  open: OpenTest,
): Promise<Sent> {
  const fields = await readForm(request);
  const answers = answersOf(fields);
  const missing = unanswered(open.asked, answers);
  if (missing > 0 && fields.confirmed !== 'yes') return { missing, answers };
  try {
    const { attempt, test } = await ask(
      submitAttempt,
      visitor,
      { attempt_id: open.attempt.id },
      { answers },
    );
    return { result: paths.result(course, test.id, attempt.id), answers };
  } catch (error) {
    if (error instanceof Refusal && error.code === 'attempt.too-late')
      return { tooLate: true, answers };
    throw error;
  }
}

/** A submitted attempt, or null where the test in the address is not the attempt's own. */
export async function loadResult(visitor: Visitor, test: number, attempt: number) {
  try {
    const result = await ask(getAttempt, visitor, { attempt_id: attempt });
    return result.test.id === test ? result : null;
  } catch (error) {
    if (error instanceof Refusal && error.code === 'attempt.still-open') return null;
    throw error;
  }
}

export const isTimed = (test: Pick<Test, 'time_limit'>): boolean => test.time_limit !== null;
