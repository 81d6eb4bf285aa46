import {
  type Answers,
  getAttempt,
  getOpenAttempt,
  getTest,
  type Question,
  saveAnswers,
  startAttempt,
  submitAttempt,
  type Test,
} from '@ourshiksha/contract/test';
import { type Asked, answersOf, unanswered } from './answers.ts';
import { ask, CmsUnreachable, Refusal, type Visitor } from './cms.ts';
import { renderInline, renderMarkdown } from './markdown.ts';
import { paths } from './paths.ts';

export const loadTest = (visitor: Visitor, course: number, test: number) =>
  ask(getTest, visitor, { course_id: course, test_id: test });

/** A test with the student's own state in it. */
export type TestState = Awaited<ReturnType<typeof loadTest>>;

/** The same, or null where the student cannot take the test any more: it is gone, or the course is closed. Its results stay. */
export async function findTest(visitor: Visitor, course: number, test: number) {
  try {
    return await loadTest(visitor, course, test);
  } catch (error) {
    const isOver = ['test.not-found', 'course.closed'];
    if (error instanceof Refusal && isOver.includes(error.code)) return null;
    throw error;
  }
}

/** Starts an attempt. False where none is left or the pause runs; the test's page says which. */
export async function beginAttempt(visitor: Visitor, course: number, test: number) {
  try {
    await ask(startAttempt, visitor, { course_id: course, test_id: test });
    return true;
  } catch (error) {
    const mayNot = ['test.no-attempts-left', 'test.pause'];
    if (error instanceof Refusal && mayNot.includes(error.code)) return false;
    throw error;
  }
}

/** A question with its text and its options rendered. */
export const askedAs = (question: Question): Asked => ({
  ...question,
  html: renderMarkdown(question.question_text, { topHeading: 4 }).html,
  optionHtml: question.options.map(renderInline),
});

/** Milliseconds before a deadline in which an attempt is left to end by itself. */
const ENDING = 2_000;

/**
 * Whether there is an attempt to go on with, and how that stands. One whose time is up is still open
 * until somebody asks for its result or the database closes it.
 */
export function openStateOf({
  open,
  server_time,
}: {
  readonly open: { readonly deadline: string | null } | null;
  readonly server_time: string;
}): 'none' | 'open' | 'overdue' {
  if (open === null) return 'none';
  const left =
    open.deadline === null ? Infinity : Date.parse(open.deadline) - Date.parse(server_time);
  return left > ENDING ? 'open' : 'overdue';
}

/** The attempt to go on with, or null. */
export async function loadOpenAttempt(visitor: Visitor, course: number, test: number) {
  const { open } = await ask(getOpenAttempt, visitor, { course_id: course, test_id: test });
  if (open === null || openStateOf({ open, server_time: open.server_time }) !== 'open') return null;
  return { ...open, asked: open.questions.map(askedAs) };
}

export type OpenTest = NonNullable<Awaited<ReturnType<typeof loadOpenAttempt>>>;

/** What becomes of a sent form: another page, or the question whether answers are left out on purpose. */
export type Sent = { readonly to: string } | { readonly open: OpenTest; readonly missing: number };

/**
 * Takes the form of a test. Sent by the player's script it carries only what is not saved yet, and
 * was confirmed; without scripts it carries every question, is saved as it is, and missing answers
 * are asked about once.
 */
export async function takeForm(
  visitor: Visitor,
  request: Request,
  course: number,
  test: number,
): Promise<Sent> {
  const form = await request.formData().catch(() => new FormData());
  const attempt = Number(form.get('attempt')) || 0;
  const answers = answersOf(form);
  const result = paths.result(course, test, attempt);
  const handIn = async (rest: Answers): Promise<Sent> => {
    await ask(submitAttempt, visitor, { attempt_id: attempt }, { answers: rest });
    return { to: result };
  };
  if (form.get('confirmed') === 'yes') return handIn(answers);

  const open = await loadOpenAttempt(visitor, course, test);
  if (open?.attempt.id !== attempt) return attempt ? handIn({}) : { to: paths.test(course, test) };
  const saved = await save(visitor, { attempt, sequence: open.sequence + 1, answers });
  if (!saved) return handIn({});
  if (form.get('then') === 'save') return { to: `${paths.attempt(course, test)}?saved` };
  const missing = unanswered(open.asked, saved.answers);
  return missing > 0 ? { open: { ...open, ...saved }, missing } : handIn({});
}

interface Batch {
  readonly attempt: number;
  readonly sequence: number;
  readonly answers: Answers;
}

/** Null where the attempt takes no answers any more. */
async function save(visitor: Visitor, { attempt, ...body }: Batch) {
  try {
    return await ask(saveAnswers, visitor, { attempt_id: attempt }, body);
  } catch (error) {
    if (error instanceof Refusal && error.status === 409) return null;
    throw error;
  }
}

/** Saves what the player's script sends, and answers in words for a script. */
export async function saveFromPlayer(visitor: Visitor, request: Request): Promise<Response> {
  const refused = (status: number, code: string) =>
    Response.json({ error: { code, message: code } }, { status });
  const sent: unknown = await request.json().catch(() => null);
  if (typeof sent !== 'object' || sent === null || !('attempt' in sent))
    return refused(400, 'request.invalid');
  const { attempt, ...body } = sent;
  try {
    return Response.json(await ask(saveAnswers, visitor, { attempt_id: Number(attempt) }, body));
  } catch (error) {
    if (error instanceof Refusal) return refused(error.status, error.code);
    if (error instanceof CmsUnreachable) return refused(503, 'cms.unreachable');
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

/** Whether a student may begin now. */
export const mayBegin = ({
  attempts_left,
  next_attempt_at,
}: Pick<TestState, 'attempts_left' | 'next_attempt_at'>): boolean =>
  attempts_left !== 0 && next_attempt_at === null;
