import type { Core } from '@strapi/strapi';
import { readAsGuru } from '../../../../lib/guru';
import { Refusal } from '../../../../lib/refusal';
import type { Entry, StartJob } from '../wire';
import type { StepCommand, Tokens } from './command';
import { commandOf } from './list';
import { readPlace, titleOf } from './reading';

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
 * What a job will do, step by step, with what it will cost roughly. Reads drafts, writes nothing. Refuses
 * a target that is not in the course, and params that the command does not take.
 */
export async function plan(app: Core.Strapi, course: string, start: StartJob): Promise<Plan> {
  const { command, target, params } = start;
  if (command === 'course' || command === 'missing') throw new Refusal(422, 'ai.wrong-target');
  return readAsGuru(app, async (reader) => {
    const place = await readPlace(reader, target);
    if (place.course.documentId !== course) throw new Refusal(404, 'ai.other-course');
    const { estimate } = await commandOf(command).gather(reader, target, params);
    const title = `${titles[command]}: ${titleOf(place.target)}`;
    return {
      steps: [{ key: command, command, target, params, title, dependsOn: [], estimate }],
      notMendable: [],
    };
  });
}
