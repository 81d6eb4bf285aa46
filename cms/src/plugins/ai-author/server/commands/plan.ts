import type { Core } from '@strapi/strapi';
import { environment } from '../../../../lib/environment';
import { readAsGuru } from '../../../../lib/guru';
import { Refusal } from '../../../../lib/refusal';
import { publishStatus } from '../../../publisher/server/index';
import { readForModel } from '../store';
import type { Entry, LeftOut, StartJob } from '../wire';
import { parsed, type Reader, type StepCommand, type Tokens } from './command';
import { commandOf } from './list';
import {
  courseParams,
  missingParams,
  type Wanted,
  wantedForCourse,
  wantedForProblems,
} from './plans';
import { readPlace, titleOf } from './reading';
import { underWay } from './standing';

/** A step of a job that is to be started. */
export interface PlannedStep {
  /** Its name within the job. */
  readonly key: string;
  readonly command: StepCommand;
  readonly target: Entry;
  readonly params: Readonly<Record<string, unknown>>;
  readonly title: string;
  /** Keys of steps that come before it, because it reads what they propose. */
  readonly dependsOn: readonly string[];
  readonly estimate: Tokens;
}

export interface Plan {
  readonly steps: readonly PlannedStep[];
  /** Problems of the course that no command mends, as the publisher's checks tell them. */
  readonly notMendable: readonly { readonly title: string; readonly message: string }[];
  /** What is not asked for, because it is there or under way. */
  readonly leftOut: readonly LeftOut[];
}

/** How a step is called, before the title of its draft. */
const titles: Readonly<Record<StepCommand, string>> = {
  outline: 'Outline',
  notes: 'Notes',
  questions: 'Questions',
  lab: 'Lab',
  project: 'Project',
  improve: 'Better wording',
  shorten: 'Shorter',
  simplify: 'Simpler',
  translate: 'Translation',
  describe_picture: 'Descriptions of pictures',
};

/**
 * What a job will do, step by step, with what it will cost roughly. Reads drafts, writes none. Refuses a
 * target that is not in the course (404 `ai.other-course`), and params that the command does not take.
 */
export async function plan(app: Core.Strapi, course: string, start: StartJob): Promise<Plan> {
  const { command, target, params } = start;
  const already =
    command === 'course' || command === 'missing'
      ? await readAsGuru(app, (database) => underWay(database, course))
      : new Set<string>();
  if (command === 'missing') {
    const asked = parsed(missingParams, params);
    const { problems } = await publishStatus(app, course);
    const seesPictures = environment().ai?.seesPictures ?? false;
    return readForModel(app, async (reader) => {
      await requireCourse(reader, course, target);
      const { wanted, ...told } = await wantedForProblems(reader, problems, asked, {
        course,
        seesPictures,
        underWay: already,
      });
      return { steps: await stepsOf(reader, wanted), ...told };
    });
  }
  return readForModel(app, async (reader) => {
    await requireCourse(reader, course, target);
    const { wanted, leftOut } =
      command === 'course'
        ? await wantedForCourse(reader, target, parsed(courseParams, params), already)
        : { wanted: [{ key: command, command, target, params, dependsOn: [] }], leftOut: [] };
    return { steps: await stepsOf(reader, wanted), notMendable: [], leftOut };
  });
}

async function requireCourse(reader: Reader, course: string, target: Entry): Promise<void> {
  const place = await readPlace(reader, target);
  if (place.course.documentId !== course) throw new Refusal(404, 'ai.other-course');
}

/**
 * A reader that asks for the same rows once. A plan of a course reads the course, its outline and its
 * modules for each of its steps, in one transaction that sees one moment: they are the same each time.
 */
export function readingOnce(reader: Reader): Reader {
  const read = new Map<string, Promise<unknown[]>>();
  return {
    rows: <Row>(text: string, values: readonly unknown[] = []) => {
      const key = JSON.stringify([text, values]);
      const rows = read.get(key) ?? reader.rows(text, values);
      read.set(key, rows);
      return rows as Promise<Row[]>;
    },
  };
}

/** Each with the title of its draft and its estimate, for which the drafts are read as for the question. */
export async function stepsOf(from: Reader, wanted: readonly Wanted[]): Promise<PlannedStep[]> {
  const reader = readingOnce(from);
  const steps: PlannedStep[] = [];
  for (const one of wanted) {
    const { target } = await readPlace(reader, one.target);
    const { estimate } = await commandOf(one.command).gather(reader, one.target, one.params);
    // What it waits for is not there to be read yet, and will be: notes, of about this size.
    const later = Math.min(6000, one.dependsOn.length * 1800);
    steps.push({
      ...one,
      title: `${titles[one.command]}: ${titleOf(target)}`,
      estimate: { ...estimate, inputTokens: estimate.inputTokens + later },
    });
  }
  return steps;
}
