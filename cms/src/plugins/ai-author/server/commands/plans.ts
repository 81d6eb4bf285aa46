import { z } from 'zod';
import { Refusal } from '../../../../lib/refusal';
import { membersOf } from '../../../publisher/server/draft-rows';
import type { Problem } from '../../../publisher/server/problem';
import { kindNamed } from '../../../publisher/server/tree';
import type { Entry, KindName, LeftOut } from '../wire';
import type { Reader, StepCommand } from './command';
import { codeLanguages } from './lab';
import { questionTypes } from './question';
import { difficulties } from './questions';
import { levelOf, readPlace } from './reading';
import { language, wish } from './shapes';
import { Leaving, standingIn } from './standing';

/** A command for a draft, as part of a plan. */
export interface Wanted {
  readonly key: string;
  readonly command: StepCommand;
  readonly target: Entry;
  readonly params: Readonly<Record<string, unknown>>;
  readonly dependsOn: readonly string[];
}

const whereLabs = ['none', 'module', 'lesson'] as const;
const whereProjects = ['none', 'module', 'course'] as const;

/** What is written for an outline that stands. */
export const courseParams = z.strictObject({
  notes: z.boolean().default(true),
  /** Of each module; 0: none. */
  questions: z.int().min(0).max(20).default(5),
  types: z.array(z.enum(questionTypes)).min(1).max(4).default(['mcq']),
  difficulty: z.enum(difficulties).default('medium'),
  labs: z.enum(whereLabs).default('none'),
  codeLanguage: z.enum(codeLanguages).default('python'),
  projects: z.enum(whereProjects).default('none'),
  wish,
  language,
});

/**
 * The steps that fill an outline: notes for each lesson that has none, then what is about them. A
 * module's questions wait for the notes of its lessons, so that they ask what is taught. What a place has
 * already, and what is under way for it, is not asked for again.
 * @param underWay what is being written or waits for a decision, see `underWay` of `standing.ts`
 */
export async function wantedForCourse(
  reader: Reader,
  target: Entry,
  asked: z.infer<typeof courseParams>,
  underWay: ReadonlySet<string>,
): Promise<{ wanted: Wanted[]; leftOut: readonly LeftOut[] }> {
  const { target: course, outline } = await readPlace(reader, target);
  if (course.kind !== 'course') throw new Refusal(422, 'ai.wrong-target');
  const words = { wish: asked.wish, language: asked.language };
  const level = levelOf(course);
  const leaving = new Leaving(await standingIn(reader, course.id), underWay);
  const notes: Wanted[] = [];
  const others: Wanted[] = [];
  for (const module of outline) {
    const inModule: Entry = { kind: 'module', documentId: module.documentId };
    const keys: string[] = [];
    for (const lesson of module.lessons) {
      const inLesson: Entry = { kind: 'lesson', documentId: lesson.documentId };
      const key = `notes-${lesson.documentId}`;
      const isWritten = asked.notes && leaving.isWanted('notes', inLesson);
      if (isWritten) {
        notes.push({ key, command: 'notes', target: inLesson, params: words, dependsOn: [] });
        keys.push(key);
      }
      if (asked.labs === 'lesson' && leaving.isWanted('lab', inLesson))
        others.push({
          key: `lab-${lesson.documentId}`,
          command: 'lab',
          target: inLesson,
          params: { ...words, codeLanguage: asked.codeLanguage, difficulty: level },
          dependsOn: isWritten ? [key] : [],
        });
    }
    if (asked.questions > 0 && module.lessons.length > 0 && leaving.isWanted('questions', inModule))
      others.push({
        key: `questions-${module.documentId}`,
        command: 'questions',
        target: inModule,
        params: {
          ...words,
          number: asked.questions,
          types: asked.types,
          difficulty: asked.difficulty,
        },
        dependsOn: keys,
      });
    if (asked.labs === 'module' && leaving.isWanted('lab', inModule))
      others.push({
        key: `lab-${module.documentId}`,
        command: 'lab',
        target: inModule,
        params: { ...words, codeLanguage: asked.codeLanguage, difficulty: level },
        dependsOn: keys,
      });
    if (asked.projects === 'module' && leaving.isWanted('project', inModule))
      others.push({
        key: `project-${module.documentId}`,
        command: 'project',
        target: inModule,
        params: { ...words, difficulty: level },
        dependsOn: [],
      });
  }
  if (asked.projects === 'course' && leaving.isWanted('project', target))
    others.push({
      key: 'project',
      command: 'project',
      target,
      params: { ...words, difficulty: level },
      dependsOn: [],
    });
  return { wanted: [...notes, ...others], leftOut: leaving.all };
}

export const missingParams = z.strictObject({ language });

/** What a finished thing is called among the problems that say themselves that review is due. */
const reviewRules = new Set(['ai-unreviewed', 'ai-review-required']);

/** Parts that a course says it has, and the command that makes the first. */
const included: Readonly<
  Record<string, { readonly kind: KindName; readonly command: StepCommand }>
> = {
  include_tests: { kind: 'test', command: 'questions' },
  include_labs: { kind: 'practice_lab', command: 'lab' },
  include_projects: { kind: 'project', command: 'project' },
};

/** Which problems of the publisher's checks are mended by which command; the others are told. */
export async function wantedForProblems(
  reader: Reader,
  problems: readonly Problem[],
  asked: z.infer<typeof missingParams>,
  {
    course,
    seesPictures,
    underWay,
  }: {
    readonly course: string;
    readonly seesPictures: boolean;
    readonly underWay: ReadonlySet<string>;
  },
): Promise<{
  wanted: Wanted[];
  notMendable: { title: string; message: string }[];
  leftOut: readonly LeftOut[];
}> {
  const wanted = new Map<string, Wanted>();
  const notMendable: { title: string; message: string }[] = [];
  const { target } = await readPlace(reader, { kind: 'course', documentId: course });
  for (const problem of problems) {
    if (reviewRules.has(problem.rule)) continue;
    const mending = await mend(reader, problem, { courseId: target.id, seesPictures });
    if (mending === null) {
      notMendable.push({ title: problem.title, message: problem.message });
      continue;
    }
    const { command, params } = mending;
    const entry = { kind: problem.kind, documentId: problem.documentId };
    // Two problems of one entry that the same command mends are one step.
    const key = `${command}-${entry.documentId}`;
    const before = wanted.get(key)?.params;
    wanted.set(key, {
      key,
      command,
      target: entry,
      params: { ...merged(before, params), language: asked.language },
      dependsOn: [],
    });
  }
  // A problem is there as long as its mending is not accepted, and is not paid for twice meanwhile.
  const leaving = new Leaving(new Set(), underWay);
  const due = [...wanted.values()].filter(({ command, target: at }) =>
    leaving.isWanted(command, at),
  );
  return { wanted: due, notMendable, leftOut: leaving.all };
}

interface Mending {
  readonly command: StepCommand;
  readonly params: Readonly<Record<string, unknown>>;
}

async function mend(
  reader: Reader,
  problem: Problem,
  { courseId, seesPictures }: { readonly courseId: number; readonly seesPictures: boolean },
): Promise<Mending | null> {
  const { rule, kind, field } = problem;
  switch (rule) {
    case 'course-has-a-module':
    case 'module-has-a-lesson':
      return { command: 'outline', params: {} };
    case 'lesson-has-notes':
      return { command: 'notes', params: {} };
    case 'test-has-questions':
      return { command: 'questions', params: {} };
    case 'required-field':
      if (kind === 'course' && field === 'description')
        return { command: 'outline', params: { modules: 0 } };
      if (kind === 'ai_note' && field === 'content')
        return { command: 'notes', params: { parts: ['content'] } };
      return null;
    case 'pictures-have-a-description':
      return seesPictures && field !== null
        ? { command: 'describe_picture', params: { fields: [field] } }
        : null;
    case 'include-flags-agree': {
      const part = included[field ?? ''];
      if (part === undefined) return null;
      // Marked and there is none: one is made. There and not marked: that is for the editor to say.
      const there = await childrenIn(reader, courseId, part.kind);
      return there === 0 ? { command: part.command, params: {} } : null;
    }
    default:
      return null;
  }
}

async function childrenIn(reader: Reader, courseId: number, kind: KindName): Promise<number> {
  const [row] = await reader.rows<{ count: number }>(
    `select count(*)::integer as count from (${membersOf(kindNamed(kind))}) m`,
    [courseId],
  );
  return row?.count ?? 0;
}

/** Params of the same command for one entry, which mend both problems. */
function merged(
  before: Wanted['params'] | undefined,
  params: Wanted['params'],
): Readonly<Record<string, unknown>> {
  if (before === undefined) return params;
  const { modules, ...both } = { ...before, ...params };
  if (Array.isArray(before.fields) && Array.isArray(params.fields))
    both.fields = [...before.fields, ...params.fields];
  // No modules only where neither asks for them.
  return before.modules === 0 && params.modules === 0 ? { ...both, modules } : both;
}
