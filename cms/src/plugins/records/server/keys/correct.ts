import type { Core } from '@strapi/strapi';
import type { Administrator } from '../../../../lib/admin-request';
import { requestApproval } from '../../../approvals/server/index';
import { type NewKey, previewCorrection } from './preview';

/**
 * Asks for a correction, which two others must agree to. The attempts then get new figures beside the
 * old ones.
 *
 * @returns the request's number
 * @throws Refusal-worthy database errors as `previewCorrection`, so that nobody asks for what cannot be,
 *   and as `requestApproval`
 */
export async function askForCorrection(
  app: Core.Strapi,
  questionId: number,
  { correctAnswer, furtherAnswers }: NewKey,
  reason: string,
  actor: Administrator,
): Promise<number> {
  await previewCorrection(app, questionId, { correctAnswer, furtherAnswers });
  return requestApproval(app, {
    action: 'key.correct',
    payload: {
      question: questionId,
      correct_answer: correctAnswer,
      further_answers: furtherAnswers,
    },
    reason,
    actor,
  });
}
