import type { Eligibility } from '@ourshiksha/contract/certificate';
import type { Course, Outline } from '@ourshiksha/contract/course';
import type { Endpoint } from '@ourshiksha/contract/endpoint';
import {
  getPreview,
  getPreviewLab,
  getPreviewLesson,
  getPreviewProject,
  getPreviewTest,
} from '@ourshiksha/contract/preview';
import type { z } from 'zod';
import { messages } from '../messages/index.ts';
import { ask, Refusal, type Visitor } from './cms.ts';
import { type LabView, untouchedLab } from './labs.ts';
import { type LessonView, viewLesson } from './learning.ts';
import { type CourseLinks, paths, previewLinks } from './paths.ts';
import { groupSteps, nothingDone, type StepGroup } from './steps.ts';
import { askedAs } from './tests.ts';

/**
 * A draft, as its students would see it on their first day. What is unfinished is shown as such:
 * what has no title yet is called “Untitled”. Nothing of it is kept between two requests.
 */
export interface PreviewedCourse {
  readonly course: Course;
  readonly groups: readonly StepGroup[];
  readonly links: CourseLinks;
  /** What the frame of a page inside the course needs. */
  readonly frame: {
    readonly course: { readonly name: string; readonly href: string };
    readonly groups: readonly StepGroup[];
    readonly preview: { readonly expiresAt: string };
  };
}

const titled = <Thing extends { title: string }>(thing: Thing): Thing =>
  thing.title.trim() ? thing : { ...thing, title: messages.preview.untitled };

const named = <Thing extends { name: string }>(thing: Thing): Thing =>
  thing.name.trim() ? thing : { ...thing, name: messages.preview.untitled };

type Content = Pick<Outline, 'tests' | 'labs' | 'projects'>;
const titledContent = <C extends Content>(content: C): C => ({
  ...content,
  tests: content.tests.map(titled),
  labs: content.labs.map(titled),
  projects: content.projects.map(titled),
});

const titledOutline = (outline: Outline): Outline => ({
  ...titledContent(outline),
  modules: outline.modules.map((module) =>
    titledContent({ ...titled(module), lessons: module.lessons.map(titled) }),
  ),
});

/** The token of the link goes where a student's goes; a student's own plays no part here. */
function askPreview<P extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  endpoint: Endpoint<P, B, R>,
  visitor: Visitor,
  token: string,
  params: Readonly<Record<string, number>> = {},
): Promise<z.output<R>> {
  // Nothing else can stand in a header, and no token of ours is longer.
  if (!/^[\w.-]{1,200}$/.test(token))
    throw new Refusal(403, 'preview.invalid', 'The link holds no token.');
  return ask(endpoint, { ...visitor, token }, params);
}

export async function loadPreview(visitor: Visitor, token: string): Promise<PreviewedCourse> {
  const reply = await askPreview(getPreview, visitor, token);
  const outline = titledOutline(reply.course.outline);
  const certificate = reply.course.certificate && named(reply.course.certificate);
  const course: Course = { ...named(reply.course), outline, certificate };
  const links = previewLinks(token);
  const groups = groupSteps(course.id, outline, nothingDone, links);
  const home = { name: course.name, href: paths.preview(token) };
  const preview = { expiresAt: reply.expires_at };
  return { course, groups, links, frame: { course: home, groups, preview } };
}

export async function loadPreviewLesson(
  visitor: Visitor,
  token: string,
  id: number,
): Promise<LessonView> {
  const { lesson } = await askPreview(getPreviewLesson, visitor, token, { lesson_id: id });
  return viewLesson(titled(lesson));
}

/** A lab as nobody has begun it. What hides from students hides here too, so its checks are guessed. */
export async function loadPreviewLab(
  visitor: Visitor,
  token: string,
  id: number,
): Promise<LabView> {
  const { lab } = await askPreview(getPreviewLab, visitor, token, { lab_id: id });
  const checks = { verifiable: lab.runtime !== null, hidden_test_count: 0 };
  return { lab: titled(lab), checks, state: untouchedLab, last_run: null };
}

export async function loadPreviewProject(visitor: Visitor, token: string, id: number) {
  const { project } = await askPreview(getPreviewProject, visitor, token, { project_id: id });
  return { ...titled(project), steps: project.steps.map(titled) };
}

export async function loadPreviewTest(visitor: Visitor, token: string, id: number) {
  const { test, questions } = await askPreview(getPreviewTest, visitor, token, { test_id: id });
  const worded = questions.map((question) =>
    question.question_text.trim()
      ? question
      : { ...question, question_text: messages.preview.noQuestionText },
  );
  return { test: titled(test), asked: worded.map(askedAs) };
}

/** What the certificate asks of a student who has not begun; null where the draft offers none. */
export function eligibilityAtFirst({
  certificate,
  outline,
}: Pick<Course, 'certificate' | 'outline'>): Eligibility | null {
  if (certificate === null) return null;
  const all = (kind: keyof Content) =>
    [...outline.modules, outline].reduce((sum, content) => sum + content[kind].length, 0);
  const wanted = (asked: boolean, of: number) => (asked ? { done: 0, of } : null);
  const lessons = outline.modules.reduce((sum, module) => sum + module.lessons.length, 0);
  return {
    eligible: false,
    lessons: { done: 0, of: lessons },
    tests: wanted(certificate.requires_test_pass, all('tests')),
    labs: wanted(certificate.requires_lab_completion, all('labs')),
    projects: wanted(certificate.requires_project_completion, all('projects')),
  };
}
