import type { z } from 'zod';
import type { LabTask, Observed } from '../../../../lib/lab-runner/task';
import { Refusal } from '../../../../lib/refusal';
import type { Message, PicturePart } from '../model';
import type { PromptReference } from '../prompts';
import type { Passage } from '../sources';
import type { Reader } from '../store';
import type { Block, CommandName, Entry, Fields, KindName, Proposal } from '../wire';

/** A command that is one question to the model; `course` and `missing` are plans of these. */
export type StepCommand = Exclude<CommandName, 'course' | 'missing'>;

export type { Passage, Reader };

export type Picture = Omit<PicturePart, 'type'>;

/** One question to the model. */
export interface Asked<Answer = unknown> {
  /** Of the schema, in snake case. */
  readonly name: string;
  readonly prompt: PromptReference;
  readonly system: string;
  readonly messages: readonly Message[];
  readonly schema: z.ZodType<Answer>;
  readonly maxOutputTokens: number;
  /** Puts a further text among the data of this question. */
  readonly asData: (name: string, text: string) => string;
}

/** What an editor wants otherwise, when a proposal is asked for again. */
export interface Again {
  readonly remark: string | null;
  readonly previous: Fields | null;
}

export type Check = Proposal['checks'][number];

/** What a command may do beside asking its question. */
export interface Tools {
  /** A further question of the same step, reserved and settled like the first. */
  ask<Answer>(asked: Asked<Answer>): Promise<Answer>;
  /** Runs a lab's program as a student's is run. Throws a refusal of 503 where all places stay taken. */
  run(task: LabTask): Promise<Observed>;
  /** A picture of the media library by its address; null where there is none. */
  picture(address: string): Promise<Picture | null>;
  readonly seesPictures: boolean;
  /** What a question and its answer may hold together. */
  readonly contextTokens: number;
}

/** An answer after its checks. */
export interface Checked<Answer = unknown> {
  /** Without what did not pass; for proposals where it is not asked again. */
  readonly answer: Answer;
  /** What was wrong, for the model that is asked again. Empty where all is well. */
  readonly remarks: readonly string[];
  /** Whether something of the answer can be proposed although there are remarks. */
  readonly isUsable: boolean;
  /** What the editor sees beside a proposal, by the key of its block. */
  readonly checks: Readonly<Record<string, readonly Check[]>>;
}

/** What a step leaves: see `Proposal`, which it becomes. */
export interface NewProposal extends Block {
  /** The draft it changes; null where it makes a new one below `parent`. */
  readonly documentId: string | null;
  /** A draft, or the block of the same step that makes one. */
  readonly parent: Entry | { readonly key: string } | null;
  /** What the fields held when the model was asked; null of a new entry. */
  readonly present: Fields | null;
  readonly citations: Proposal['citations'];
  readonly uncovered: Proposal['uncovered'];
  readonly checks: readonly Check[];
}

/** Tokens of a step's questions, roughly. */
export interface Tokens {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** One step, after the drafts it needs were read. Nothing of it reads drafts again. */
export interface Work {
  /** All that was read: an answer is one to this. Two are the same where their JSON is. */
  readonly gathered: unknown;
  /** What passages of sources are searched by; null for commands that take no sources. */
  readonly query: string | null;
  /** Without passages. */
  readonly estimate: Tokens;
  /** Throws `ai.context-too-long` where the text leaves no room for an answer. */
  question(passages: readonly Passage[], again: Again, tools: Tools): Promise<Asked>;
  /** What can be shown of an answer that is still coming. `partial` is not checked. */
  blocks(partial: unknown): Block[];
  /** Looks at an answer that holds to the schema. */
  check(answer: unknown, tools: Tools): Promise<Checked>;
  proposals(checked: Checked, passages: readonly Passage[]): NewProposal[];
}

export interface Command {
  readonly name: StepCommand;
  readonly targets: readonly KindName[];
  readonly params: z.ZodType<object>;
  /**
   * Reads what the question needs. `replaces` are proposals that are asked for again, if any. Refuses a target
   * of another kind, and params out of bounds.
   */
  gather(
    reader: Reader,
    target: Entry,
    params: unknown,
    replaces?: readonly number[],
  ): Promise<Work>;
}

/** A command as its file writes it, with its own types. */
export interface Definition<Params extends object, Context, Answer> {
  readonly name: StepCommand;
  readonly targets: readonly KindName[];
  readonly params: z.ZodType<Params>;
  gather(
    reader: Reader,
    target: Entry,
    params: Params,
    replaces: readonly number[],
  ): Promise<Context>;
  /** The answer's form; it may depend on what is asked. */
  schema(context: Context): z.ZodType<Answer>;
  query(context: Context): string | null;
  estimate(context: Context): Tokens;
  question(
    context: Context,
    passages: readonly Passage[],
    again: Again,
    tools: Tools,
  ): Promise<Omit<Asked<Answer>, 'schema' | 'name'>>;
  blocks(partial: unknown, context: Context): Block[];
  check(answer: Answer, context: Context, tools: Tools): Promise<Checked<Answer>>;
  proposals(
    checked: Checked<Answer>,
    context: Context,
    passages: readonly Passage[],
  ): NewProposal[];
}

/** A command whose types are its own business. */
export function define<Params extends object, Context, Answer>(
  definition: Definition<Params, Context, Answer>,
): Command {
  const { name, targets, params } = definition;
  return {
    name,
    targets,
    params,
    async gather(reader, target, sent, replaces = []) {
      if (!targets.includes(target.kind)) throw new Refusal(422, 'ai.wrong-target');
      const context = await definition.gather(reader, target, parsed(params, sent), replaces);
      const schema = definition.schema(context);
      return {
        gathered: context,
        query: definition.query(context),
        estimate: definition.estimate(context),
        question: async (passages, again, tools) => ({
          name,
          schema,
          ...(await definition.question(context, passages, again, tools)),
        }),
        blocks: (partial) => definition.blocks(partial, context),
        check: (answer, tools) => definition.check(schema.parse(answer), context, tools),
        // What comes here is what `check` gave, which may be less than the schema asks for.
        proposals: (checked, passages) =>
          definition.proposals(checked as Checked<Answer>, context, passages),
      };
    },
  };
}

/** What was sent for a command; a refusal names the first field that is not as expected. */
export function parsed<Params>(schema: z.ZodType<Params>, sent: unknown): Params {
  const result = schema.safeParse(sent ?? {});
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const extra = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  throw new Refusal(400, 'request.invalid', extra ?? issue?.path.join('.') ?? 'params');
}
