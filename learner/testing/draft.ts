import type { Course, Outline } from '@ourshiksha/contract/course';
import * as sample from './sample.ts';

/**
 * A draft for the fixture: the sample course as it was before its first publish, so under negative
 * ids, with a lesson that has no title yet and a question without a text.
 */

/** The token of the link that works; the fixture refuses every other. */
export const token = 'p1.abcdefghijklmnopqrstuvwx.tosoon.signature_of-the-fixture';
export const expiresAt = '2026-11-22T14:30:00.000Z';
export const unfinishedLesson = -102;

const provisional = <Thing extends { id: number }>(thing: Thing): Thing => ({
  ...thing,
  id: -thing.id,
});

const content = <C extends Pick<Outline, 'tests' | 'labs' | 'projects'>>(group: C): C => ({
  ...group,
  tests: group.tests.map(provisional),
  labs: group.labs.map((lab) => ({
    ...provisional(lab),
    lesson_id: lab.lesson_id && -lab.lesson_id,
  })),
  projects: group.projects.map(provisional),
});

const untitled = <Thing extends { id: number; title: string }>(thing: Thing): Thing =>
  thing.id === unfinishedLesson ? { ...thing, title: '' } : thing;

export const course: Course = {
  ...provisional(sample.course),
  version: 1,
  outline: {
    ...content(sample.outline),
    modules: sample.outline.modules.map((module) =>
      content({
        ...provisional(module),
        lessons: module.lessons.map(provisional).map(untitled),
      }),
    ),
  },
};

export const lessons = sample.lessons.map(provisional).map(untitled);
export const lab = provisional(sample.lab);
export const project = provisional(sample.project);
export const tests = sample.tests.map(({ test, keyed }) => ({
  test: provisional(test),
  questions: keyed.map(({ question }, index) =>
    index === 1 ? { ...provisional(question), question_text: '' } : provisional(question),
  ),
}));
