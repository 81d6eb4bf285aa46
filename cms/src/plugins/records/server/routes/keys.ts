import type { Context } from 'koa';
import { z } from 'zod';
import { actorOf, adminOnly, sent } from '../../../../lib/admin-request';
import { answer } from '../../../../lib/route';
import { askForCorrection } from '../keys/correct';
import { previewCorrection } from '../keys/preview';
import { questionRecord, questionsOf } from '../keys/questions';
import { mayCorrectKeys } from '../permissions';
import { idOf, rowId } from './request';

const text = z.string().min(1).max(2000);
const key = { correctAnswer: text, furtherAnswers: z.array(text).max(50).default([]) };
const previewBody = z.strictObject(key);
const correctBody = z.strictObject({ ...key, reason: z.string().trim().min(10).max(2000) });

/** `GET /records/questions?test` → QuestionLine[]. */
const list = {
  method: 'GET',
  path: '/questions',
  handler: (context: Context) =>
    answer(context, async () =>
      questionsOf(strapi, sent(z.strictObject({ test: rowId }), context.query).test),
    ),
  config: adminOnly(mayCorrectKeys),
};

/** `GET /records/questions/:id` → QuestionRecord. */
const one = {
  method: 'GET',
  path: '/questions/:id',
  handler: (context: Context) =>
    answer(context, async () => questionRecord(strapi, idOf(context, 'question.not-found'))),
  config: adminOnly(mayCorrectKeys),
};

/** `POST /records/questions/:id/preview` with `{ correctAnswer, furtherAnswers? }` → CorrectionPreview. */
const preview = {
  method: 'POST',
  path: '/questions/:id/preview',
  handler: (context: Context) =>
    answer(context, async () =>
      previewCorrection(
        strapi,
        idOf(context, 'question.not-found'),
        sent(previewBody, context.request.body),
      ),
    ),
  config: adminOnly(mayCorrectKeys),
};

/** `POST /records/questions/:id/correct` with `{ correctAnswer, furtherAnswers?, reason }` → Asked. */
const correct = {
  method: 'POST',
  path: '/questions/:id/correct',
  handler: (context: Context) =>
    answer(context, async () => {
      const id = idOf(context, 'question.not-found');
      const { reason, ...newKey } = sent(correctBody, context.request.body);
      return { approval: await askForCorrection(strapi, id, newKey, reason, actorOf(context)) };
    }),
  config: adminOnly(mayCorrectKeys),
};

export const keysRoutes = [list, one, preview, correct];
