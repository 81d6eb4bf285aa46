import type { Outline, OutlineModule } from '@ourshiksha/contract/course';
import type { Overlay } from '@ourshiksha/contract/enrollment';
import { type CourseLinks, learnLinks } from './paths.ts';

export type StepKind = 'lesson' | 'lab' | 'test' | 'project';

/** One thing to do in a course, in the order the course puts it. */
export interface Step {
  readonly kind: StepKind;
  readonly id: number;
  readonly title: string;
  readonly href: string;
  /** Null where the system keeps no record (labs and projects are done on one's own computer). */
  readonly done: boolean | null;
}

export interface StepGroup {
  /** Null for what belongs to no module, at the end of the course. */
  readonly module: Pick<OutlineModule, 'id' | 'title' | 'estimated_time'> | null;
  readonly steps: readonly Step[];
}

type Content = Pick<Outline, 'tests' | 'labs' | 'projects'>;

export function groupSteps(
  course: number,
  outline: Outline,
  overlay: Overlay,
  links: CourseLinks = learnLinks(course),
): StepGroup[] {
  const completed = new Set(overlay.completed_lesson_ids);
  const passed = new Set(overlay.passed_test_ids);
  const lab = ({ id, title }: { id: number; title: string }): Step => ({
    kind: 'lab',
    id,
    title,
    href: links.lab(id),
    done: null,
  });
  const rest = (content: Content, placed: ReadonlySet<number>): Step[] => [
    ...content.labs.filter(({ id }) => !placed.has(id)).map(lab),
    ...content.tests.map(({ id, title }): Step => {
      return { kind: 'test', id, title, href: links.test(id), done: passed.has(id) };
    }),
    ...content.projects.map(({ id, title }): Step => {
      return { kind: 'project', id, title, href: links.project(id), done: null };
    }),
  ];

  const groups: StepGroup[] = outline.modules.map((module) => {
    const placed = new Set<number>();
    const lessons = module.lessons.flatMap(({ id, title }): Step[] => {
      const labs = module.labs.filter((entry) => entry.lesson_id === id);
      for (const entry of labs) placed.add(entry.id);
      const href = links.lesson(id);
      return [{ kind: 'lesson', id, title, href, done: completed.has(id) }, ...labs.map(lab)];
    });
    return { module, steps: [...lessons, ...rest(module, placed)] };
  });
  const last = rest(outline, new Set());
  return last.length > 0 ? [...groups, { module: null, steps: last }] : groups;
}

export const allSteps = (groups: readonly StepGroup[]): Step[] =>
  groups.flatMap(({ steps }) => steps);

/** The first lesson or test that is not done; null when nothing is left. */
export function nextStep(groups: readonly StepGroup[]): Step | null {
  return allSteps(groups).find(({ done }) => done === false) ?? null;
}

export function neighbours(groups: readonly StepGroup[], kind: StepKind, id: number) {
  const steps = allSteps(groups);
  const at = steps.findIndex((step) => step.kind === kind && step.id === id);
  const found = at >= 0;
  return {
    previous: (found && steps[at - 1]) || null,
    current: (found && steps[at]) || null,
    next: (found && steps[at + 1]) || null,
  };
}
