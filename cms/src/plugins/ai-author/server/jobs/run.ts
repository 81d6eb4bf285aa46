import { createHash } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import { asGuru } from '../../../../lib/guru';
import {
  type Asked,
  type Checked,
  commandOf,
  dataBudget,
  type Passage,
  type StepCommand,
  type Tools,
  toolsOf,
  type Work,
  workAgain,
} from '../commands';
import { ModelFailure, modelSettings, wellFormed } from '../model';
import { passagesFor } from '../sources';
import { readForModel } from '../store';
import type { Fields } from '../wire';
import { better } from './better';
import { untilAnswered } from './patience';
import { Lost, putDown } from './put-down';
import { type ClaimedStep, type KeptAnswer, keepAnswer, writeBlocks } from './queue';
import { askAndSettle } from './requests';

/** The proposal that is asked for again. */
interface Previous {
  readonly key: string;
  readonly fields: Fields;
}

/** A step with all that was read for it, and its question. */
interface Prepared {
  readonly step: ClaimedStep;
  readonly work: Work;
  readonly passages: readonly Passage[];
  readonly asked: Asked;
  readonly tools: Tools;
  readonly stopping: AbortController;
}

/**
 * Does a step: reads the drafts and sources, asks the model, shows what comes as it comes, has the answer
 * checked, asks again where that finds something, and puts the proposals down with the end of the step.
 *
 * A complete answer is kept before its checks begin, so that whatever happens then, nobody asks and pays
 * for it again, unless what it was asked with has changed. Throws what keeps the step from being done;
 * then no proposal is put down. Throws `Lost`, or the signal's reason, where it is not to go on.
 */
export async function runStep(
  app: Core.Strapi,
  step: ClaimedStep,
  stopping: AbortController,
): Promise<void> {
  const { signal } = stopping;
  const { model, contextTokens } = modelSettings();
  const command = commandOf(step.command as StepCommand);
  const { work: whole, passages } = await readForModel(app, async (reader) => {
    const read = await command.gather(reader, step.target, step.params, step.replaces);
    const { query } = read;
    if (query === null || step.sources.length === 0) return { work: read, passages: [] };
    const budget = dataBudget(contextTokens);
    return { work: read, passages: await passagesFor(reader, step.sources, query, budget) };
  });
  const previous = await previousOf(app, step);
  const work = previous === null ? whole : workAgain(whole, previous.key);
  const tools = toolsOf(app, {
    signal,
    ask: ({ prompt, ...asked }) =>
      askAndSettle(app, { stepId: step.id, prompt }, { ...asked, signal }),
  });
  const again = { remark: step.remark, previous: previous?.fields ?? null };
  const asked = await work.question(passages, again, tools);
  const question = hashOf([work.gathered, passages, asked.prompt, model]);
  const checked = await checkedAnswer(
    app,
    { step, work, passages, asked, tools, stopping },
    step.answer?.question === question
      ? step.answer
      : { question, answer: null, isLast: false, usable: null },
  );
  signal.throwIfAborted();
  const proposals = await proposed(app, step, () => work.proposals(checked, passages));
  await putDown(app, step, wellFormed(proposals), { model, prompt: asked.prompt });
}

/** The request itself differs each time by the token that fences its data, and leaves out what is long. */
const hashOf = (asked: unknown): string =>
  createHash('sha256').update(JSON.stringify(asked)).digest('hex');

/** An answer of which nothing can be proposed is not kept: whoever resumes would only meet it again. */
async function proposed<Proposals>(
  app: Core.Strapi,
  step: ClaimedStep,
  proposals: () => Proposals,
): Promise<Proposals> {
  try {
    return proposals();
  } catch (error) {
    await asGuru(app, (database) => keepAnswer(database, step, null));
    throw error;
  }
}

async function previousOf(app: Core.Strapi, step: ClaimedStep): Promise<Previous | null> {
  const [replaced] = step.replaces;
  if (replaced === undefined) return null;
  const [row] = await asGuru(app, (database) =>
    database.rows<Previous>('select key, fields from ai.proposals where id = $1', [replaced]),
  );
  return row ?? null;
}

/** Ends of a question after which the best of its answers will do, where one was usable. */
const overs: ReadonlySet<string> = new Set([
  'ai.answer-invalid',
  'ai.context-too-long',
  'ai.content-refused',
]);

/**
 * An answer of the model, checked: what an earlier try has left, or else a new one. With remarks it is
 * asked again, twice at most; then the best that was usable will do, and what is wrong with it stands
 * beside it.
 */
async function checkedAnswer(
  app: Core.Strapi,
  { step, work, passages, asked, tools, stopping }: Prepared,
  before: KeptAnswer,
): Promise<Checked> {
  const { signal } = stopping;
  let kept = before;
  const keep = async (more: Partial<KeptAnswer>): Promise<void> => {
    kept = { ...kept, ...more };
    const write = () => asGuru(app, (database) => keepAnswer(database, step, kept));
    if (!(await untilAnswered(write, { signal }))) throw new Lost();
  };
  let good: Checked | null = null;
  /** Checks the answer that is kept. Returns what is wrong where another one is to be asked for. */
  const judge = async (): Promise<readonly string[]> => {
    const checked = await work.check(kept.answer, tools);
    if (checked.remarks.length === 0) good = checked;
    else {
      const usable = checked.isUsable ? better(work, passages, kept.usable, checked) : kept.usable;
      await keep({ answer: null, usable });
      if (kept.isLast && checked.isUsable) good = usable;
    }
    return good === null ? checked.remarks : [];
  };

  // Another release may ask for another form.
  if (asked.schema.safeParse(kept.answer).success) await judge();
  if (kept.isLast) good ??= kept.usable;
  if (good !== null) return good;

  const { prompt, ...rest } = asked;
  const question = {
    ...rest,
    signal,
    onPartial: shown(app, step, work, stopping),
    check: async (answer: unknown, { isLast }: { readonly isLast: boolean }) => {
      await keep({ answer, isLast });
      return judge();
    },
  };
  try {
    await askAndSettle(app, { stepId: step.id, prompt }, question);
  } catch (error) {
    const isOver = error instanceof ModelFailure && overs.has(error.code);
    if (!isOver || kept.usable === null) throw error;
    good = kept.usable;
  }
  if (good === null) throw new Error('An answer that was taken was never checked.');
  return good;
}

/**
 * Shows what came so far. Nothing of that is needed later, so what goes wrong here is told to the log, once,
 * and the question goes on; only a step that is not ours any more ends it.
 */
function shown(
  app: Core.Strapi,
  step: ClaimedStep,
  work: Work,
  stopping: AbortController,
): (partial: unknown) => Promise<void> {
  let isTold = false;
  return async (partial) => {
    try {
      const blocks = work.blocks(partial);
      if (blocks.length === 0) return;
      const isOurs = await asGuru(app, (database) => writeBlocks(database, step, blocks));
      if (!isOurs) stopping.abort(new Lost());
    } catch (error) {
      if (isTold) return;
      isTold = true;
      app.log.warn(`AI author: what comes of step ${step.id} is not shown. ${String(error)}`);
    }
  };
}
