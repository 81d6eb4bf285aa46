import { z } from 'zod';
import { course } from './course';
import { endpoint } from './endpoint';
import { lesson } from './lesson';
import { practiceLab } from './practice-lab';
import { project } from './project';
import { instant, nothing } from './shared';
import { question, test } from './test';

/**
 * A draft as its students would get it if it were published now: the replies are those of the live
 * course, with the empty text where a draft is unfinished. Who asks holds the token of a preview link, which names the draft and when it ends; the
 * token is no part of an address here, so that no log of the cms keeps it.
 *
 * These endpoints serve the learner site's own pages and are not in `openapi.json`.
 */

/** What was never published has no live id yet; its draft's id stands in, as a negative number. */
export const draftId = z.coerce
  .number()
  .int()
  .min(-2_147_483_648)
  .max(2_147_483_647)
  .refine((id) => id !== 0);

const refusals = ['preview.invalid', 'preview.expired', 'preview.gone', 'preview.unreadable'];

export const getPreview = endpoint({
  method: 'GET',
  path: '/preview',
  summary: 'The course of a preview link with its outline, and until when the link works.',
  who: 'preview',
  params: nothing,
  body: nothing,
  reply: z.object({ course, expires_at: instant }),
  errors: refusals,
});

export const getPreviewLesson = endpoint({
  method: 'GET',
  path: '/preview/lessons/:lesson_id',
  summary: 'A lesson of the draft with its notes.',
  who: 'preview',
  params: z.strictObject({ lesson_id: draftId }),
  body: nothing,
  reply: z.object({ lesson }),
  errors: [...refusals, 'lesson.not-found'],
});

export const getPreviewLab = endpoint({
  method: 'GET',
  path: '/preview/labs/:lab_id',
  summary: 'A practice lab of the draft.',
  who: 'preview',
  params: z.strictObject({ lab_id: draftId }),
  body: nothing,
  reply: z.object({ lab: practiceLab }),
  errors: [...refusals, 'lab.not-found'],
});

export const getPreviewProject = endpoint({
  method: 'GET',
  path: '/preview/projects/:project_id',
  summary: 'A project of the draft with its steps.',
  who: 'preview',
  params: z.strictObject({ project_id: draftId }),
  body: nothing,
  reply: z.object({ project }),
  errors: [...refusals, 'project.not-found'],
});

export const getPreviewTest = endpoint({
  method: 'GET',
  path: '/preview/tests/:test_id',
  summary: 'A test of the draft with its questions as they would be asked, without answers.',
  who: 'preview',
  params: z.strictObject({ test_id: draftId }),
  body: nothing,
  reply: z.object({ test, questions: z.array(question) }),
  errors: [...refusals, 'test.not-found'],
});
