import { messages } from '../../../../lib/messages';
import { Refusal, refusalFrom } from '../../../../lib/refusal';
import { ModelFailure } from '../model';
import type { Reason } from './queue';

const reasonOf = (code: string): Reason => ({ code, message: messages[code] ?? code });

/** What the executor itself says of a step. */
export const reasons = {
  before: reasonOf('ai.step-before-failed'),
  interrupted: reasonOf('ai.interrupted'),
  defect: reasonOf('ai.step-failed'),
};

/** Failures that every other step would meet too. */
const everySteps: ReadonlySet<string> = new Set([
  'ai.not-configured',
  'ai.key-refused',
  'ai.quota',
  'ai.model-gone',
  'ai.ceiling-job',
  'ai.ceiling-editor',
  'ai.ceiling-month',
]);

/** What becomes of a step that could not be done. */
export interface Verdict {
  /** `again`: after a while; `stop`: the whole job waits for a person; `failed`: this step is over. */
  readonly outcome: 'again' | 'stop' | 'failed';
  readonly reason: Reason;
  /** Seconds the model asked us to wait. */
  readonly retryAfter: number | null;
  /** For the log: the sentence alone does not tell what happened. */
  readonly detail: string | null;
}

/** What an error of a step means for it and its job. */
export function verdictOn(error: unknown): Verdict {
  if (error instanceof ModelFailure) {
    const { code, message, isTemporary, retryAfter, detail } = error;
    const outcome = isTemporary ? 'again' : everySteps.has(code) ? 'stop' : 'failed';
    return { outcome, reason: { code, message }, retryAfter, detail };
  }
  const refusal = refusalFrom(error);
  if (refusal instanceof Refusal) {
    const { code, message, status, retryAfter } = refusal;
    const outcome = status === 503 ? 'again' : everySteps.has(code) ? 'stop' : 'failed';
    return { outcome, reason: { code, message }, retryAfter: retryAfter ?? null, detail: null };
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { outcome: 'failed', reason: reasons.defect, retryAfter: null, detail };
}
