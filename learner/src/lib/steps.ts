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
  /** Null for a lab that nobody can verify until the student says that it is done: it counts nowhere. */
  readonly done: boolean | null;
  /** `declared`: a lab that is done by the student's word. `waiting`, `rejected`: a project's review. */
  readonly note: 'declared' | 'waiting' | 'rejected' | null;
}

/** How it stands before the first step. */
export const nothingDone: Overlay = {
  completed_lesson_ids: [],
  passed_test_ids: [],
  verified_lab_ids: [],
  optional_lab_ids: [],
  declared_lab_ids: [],
  projects: [],
};

export interface StepGroup {
  /** Null for what belongs to no module, at the end of the course. */
  readonly module: Pick<OutlineModule, 'id' | 'title' | 'estimated_time'> | null;
  readonly steps: readonly Step[];
}

interface Named {
  readonly id: number;
  readonly title: string;
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
  const verified = new Set(overlay.verified_lab_ids);
  const optional = new Set(overlay.optional_lab_ids);
  const declared = new Set(overlay.declared_lab_ids);
  const projects = new Map(overlay.projects.map(({ project_id, state }) => [project_id, state]));
  const lab = ({ id, title }: Named): Step => ({
    kind: 'lab',
    id,
    title,
    href: links.lab(id),
    done: verified.has(id) || declared.has(id) || (optional.has(id) ? null : false),
    note: declared.has(id) ? 'declared' : null,
  });
  const project = ({ id, title }: Named): Step => {
    const state = projects.get(id);
    const done = state === 'approved';
    return {
      kind: 'project',
      id,
      title,
      href: links.project(id),
      done,
      note: done ? null : (state ?? null),
    };
  };
  const rest = (content: Content, placed: ReadonlySet<number>): Step[] => [
    ...content.labs.filter(({ id }) => !placed.has(id)).map(lab),
    ...content.tests.map(({ id, title }): Step => {
      return { kind: 'test', id, title, href: links.test(id), done: passed.has(id), note: null };
    }),
    ...content.projects.map(project),
  ];

  const groups: StepGroup[] = outline.modules.map((module) => {
    const placed = new Set<number>();
    const lessons = module.lessons.flatMap(({ id, title }): Step[] => {
      const labs = module.labs.filter((entry) => entry.lesson_id === id);
      for (const entry of labs) placed.add(entry.id);
      const href = links.lesson(id);
      const done = completed.has(id);
      return [{ kind: 'lesson', id, title, href, done, note: null }, ...labs.map(lab)];
    });
    return { module, steps: [...lessons, ...rest(module, placed)] };
  });
  const last = rest(outline, new Set());
  return last.length > 0 ? [...groups, { module: null, steps: last }] : groups;
}

export const allSteps = (groups: readonly StepGroup[]): Step[] =>
  groups.flatMap(({ steps }) => steps);

/** The first step there is something to do in; null when nothing is left, or a reviewer has it. */
export function nextStep(groups: readonly StepGroup[]): Step | null {
  return allSteps(groups).find(({ done, note }) => done === false && note !== 'waiting') ?? null;
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
