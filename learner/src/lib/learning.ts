import {
  type Enrollment,
  getEnrollment,
  getVersionChanges,
  moveToCurrent,
  type VersionChange,
} from '@ourshiksha/contract/enrollment';
import { getLesson, type Lesson } from '@ourshiksha/contract/lesson';
import { Recent } from './cache.ts';
import { ask, Refusal, type Visitor } from './cms.ts';
import { type Rendered, renderMarkdown } from './markdown.ts';
import { learnLinks, paths } from './paths.ts';
import { groupSteps, type StepGroup } from './steps.ts';

export type Learning = Awaited<ReturnType<typeof loadLearning>>;

/**
 * The learning view of one course: what is pinned, what is done, what comes next. A closed course has
 * one only where the student's own record is shown in it, and then without an outline.
 */
export async function loadLearning(
  visitor: Visitor,
  course: number,
  { ofRecord = false }: { ofRecord?: boolean } = {},
) {
  const { enrollment, outline, overlay } = await ask(getEnrollment, visitor, { course_id: course });
  if (enrollment.course_state === 'closed' && !ofRecord)
    throw new Refusal(403, 'course.closed', `Course ${course} is closed.`);
  const groups: readonly StepGroup[] = groupSteps(course, outline, overlay);
  return { enrollment, outline, overlay, groups, links: learnLinks(course) };
}

/** Where to go on: the step that was open last, while there is something to do in it, or the next. */
export function wayOn({ course_id, last, next }: Enrollment): string {
  const step = last ?? next;
  return step ? learnLinks(course_id)[step.kind](step.id) : paths.certificate(course_id);
}

export const hasNewer = ({ version, current_version }: Enrollment): boolean =>
  current_version > version;

/** What differs in the current version, by what happened to it, in the course's order. */
export async function loadChanges(visitor: Visitor, course: number) {
  const { changes } = await ask(getVersionChanges, visitor, { course_id: course });
  const of = (change: VersionChange['change']) => changes.filter((one) => one.change === change);
  return (['added', 'changed', 'moved', 'removed'] as const)
    .map((change) => ({ change, things: of(change) }))
    .filter(({ things }) => things.length > 0);
}

export const move = (visitor: Visitor, course: number) =>
  ask(moveToCurrent, visitor, { course_id: course });

export interface LessonView {
  readonly lesson: Lesson;
  readonly notes: Rendered | null;
  readonly simplified: Rendered | null;
}

const lessons = new Recent<LessonView>(500);

/**
 * A lesson with its texts rendered. A version never changes, so the content is kept by (course,
 * version, lesson); the enrolment, asked for anew with every page, decides who may see it.
 */
export async function loadLesson(
  visitor: Visitor,
  { enrollment, outline }: Pick<Learning, 'enrollment' | 'outline'>,
  id: number,
): Promise<LessonView> {
  const { course_id, version } = enrollment;
  const listed = outline.modules.some((module) => module.lessons.some((entry) => entry.id === id));
  const known = listed ? lessons.get(`${course_id}:${version}:${id}`) : undefined;
  if (known) return known;
  const { lesson } = await ask(getLesson, visitor, { course_id, lesson_id: id });
  return lessons.set(`${course_id}:${lesson.version}:${id}`, viewLesson(lesson));
}

/** A lesson with its texts rendered. */
export function viewLesson(lesson: Lesson): LessonView {
  const text = lesson.notes;
  const render = (source: string, top: 2 | 3) =>
    source.trim() ? renderMarkdown(source, { topHeading: top, title: lesson.title }) : null;
  return {
    lesson,
    notes: text && render(text.content, 2),
    simplified: text && render(text.simplified_explanation, 3),
  };
}
