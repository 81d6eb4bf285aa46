import type { Core } from '@strapi/strapi';
import { asGuru } from '../../../../lib/guru';
import { ask, type MadeRequest, type PlannedRequest, price, type Question } from '../model';
import type { PromptReference } from '../prompts';

/** Who asks, and with which words. */
interface Asker {
  readonly stepId: number;
  readonly prompt: PromptReference;
}

type Asking<Answer> = Omit<Question<Answer>, 'beforeRequest' | 'afterRequest'>;

/**
 * Asks the model as `ask` does. What each request may cost is reserved before it is sent, and the database
 * refuses it at a ceiling (`ai.ceiling-job`, `-editor`, `-month`); what it did cost is put down afterwards.
 */
export async function askAndSettle<Answer>(
  app: Core.Strapi,
  { stepId, prompt }: Asker,
  question: Asking<Answer>,
): Promise<Answer> {
  let request = 0;
  const { object } = await ask({
    ...question,
    async beforeRequest(planned) {
      request = await reserve(app, stepId, prompt, planned);
    },
    afterRequest: (made) => settle(app, request, made),
  });
  return object;
}

async function reserve(
  app: Core.Strapi,
  step: number,
  prompt: PromptReference,
  { model, inputTokens, maxOutputTokens }: PlannedRequest,
): Promise<number> {
  const { name, version, sha256 } = prompt;
  const most = price({ inputTokens, outputTokens: maxOutputTokens });
  const [row] = await asGuru(app, (database) =>
    database.rows<{ id: number }>('select ai.reserve($1, $2, $3, $4, $5, $6) as id', [
      step,
      model,
      JSON.stringify({ name, version, sha256 }),
      inputTokens,
      maxOutputTokens,
      most,
    ]),
  );
  if (row === undefined) throw new Error('A select without from returns one row.');
  return row.id;
}

/** Where nobody says what it cost it counts as it was reserved. */
const settle = (app: Core.Strapi, request: number, made: MadeRequest): Promise<void> =>
  asGuru(app, async (database) => {
    if (made.isUnknown) {
      await database.rows('select ai.abandon_request($1)', [request]);
      return;
    }
    await database.rows('select ai.settle($1, $2, $3, $4, $5, $6)', [
      request,
      made.inputTokens,
      made.outputTokens,
      made.microdollars,
      Math.round(made.endedAt.getTime() - made.startedAt.getTime()),
      made.failure,
    ]);
  });
