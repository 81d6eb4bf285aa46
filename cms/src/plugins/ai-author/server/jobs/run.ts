import type { Core } from '@strapi/strapi';
import { asGuru } from '../../../../lib/guru';
import {
  type Asked,
  type Checked,
  commandOf,
  dataBudget,
  type StepCommand,
  type Tools,
  toolsOf,
  type Work,
  workAgain,
} from '../commands';
import { ModelFailure, modelSettings } from '../model';
import { passagesFor } from '../sources';
import { readForModel } from '../store';
import type { Fields } from '../wire';
import { Lost, putDown } from './put-down';
import { type ClaimedStep, keepAnswer, writeBlocks } from './queue';
import { askAndSettle } from './requests';

/** The proposal that is asked for again. */
interface Previous {
  readonly key: string;
  readonly fields: Fields;
}

/**
 * Does a step: reads the drafts and sources, asks the model, shows what comes as it comes, has the answer
 * checked, asks again where that finds something, and puts the proposals down with the end of the step.
 *
 * A complete answer is kept before its checks begin, so that after this process died another goes on from
 * there instead of asking and paying again. Throws what keeps the step from being done; then no proposal
 * is put down. Throws `Lost`, or the signal's reason, where it is not to go on.
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
  const checked =
    (await checkedBefore(step, work, tools)) ??
    (await checkedAnswer(app, step, work, asked, tools, stopping));
  signal.throwIfAborted();
  await putDown(app, step, work.proposals(checked, passages), { model, prompt: asked.prompt });
}

async function previousOf(app: Core.Strapi, step: ClaimedStep): Promise<Previous | null> {
  const [replaced] = step.replaces;
  if (replaced === undefined) return null;
  const [row] = await asGuru(app, (database) =>
    database.rows<Previous>('select key, fields from ai.proposals where id = $1', [replaced]),
  );
  return row ?? null;
}

/** The answer that an earlier try has left, if its checks are content with it. */
async function checkedBefore(
  { answer }: ClaimedStep,
  work: Work,
  tools: Tools,
): Promise<Checked | null> {
  if (answer === null) return null;
  const checked = await work.check(answer.answer, tools);
  return checked.remarks.length === 0 ? checked : null;
}

/**
 * An answer of the model, checked. With remarks it is asked again, twice at most; then the best that was
 * usable will do, and what is wrong with it stands beside it.
 */
async function checkedAnswer(
  app: Core.Strapi,
  step: ClaimedStep,
  work: Work,
  { prompt, ...asked }: Asked,
  tools: Tools,
  stopping: AbortController,
): Promise<Checked> {
  let good: Checked | undefined;
  let usable: Checked | undefined;
  const question = {
    ...asked,
    signal: stopping.signal,
    onPartial: async (partial: unknown) => {
      const blocks = work.blocks(partial);
      if (blocks.length === 0) return;
      const isOurs = await asGuru(app, (database) => writeBlocks(database, step, blocks));
      if (!isOurs) stopping.abort(new Lost());
    },
    check: async (answer: unknown, { isLast }: { readonly isLast: boolean }) => {
      const isOurs = await asGuru(app, (database) => keepAnswer(database, step, { answer }));
      if (!isOurs) throw new Lost();
      const checked = await work.check(answer, tools);
      if (checked.isUsable) usable = checked;
      if (checked.remarks.length === 0 || (isLast && checked.isUsable)) good = checked;
      return good === undefined ? checked.remarks : [];
    },
  };
  try {
    await askAndSettle(app, { stepId: step.id, prompt }, question);
  } catch (error) {
    const isFormOver = error instanceof ModelFailure && error.code === 'ai.answer-invalid';
    if (!isFormOver || usable === undefined) throw error;
    good = usable;
  }
  if (good === undefined) throw new Error('An answer that was taken was never checked.');
  return good;
}
