import { describe, expect, it } from 'vitest';
import { Refusal } from '../../../../lib/refusal';
import { ModelFailure } from '../model';
import { verdictOn } from './reasons';

const refusedByDatabase = (code: string, message: string) =>
  Object.assign(new Error(message), { code });

describe('what becomes of a step that could not be done', () => {
  it('is another try where the failure passes by itself', () => {
    const busy = verdictOn(new ModelFailure('ai.busy', { retryAfter: 7 }));
    expect(busy).toMatchObject({ outcome: 'again', retryAfter: 7, reason: { code: 'ai.busy' } });
    for (const error of [
      new ModelFailure('ai.model-away'),
      new ModelFailure('ai.too-slow'),
      new Refusal(503, 'lab.busy'),
      refusedByDatabase('57P01', 'terminating connection'),
      refusedByDatabase('57P03', 'the database system is starting up'),
      refusedByDatabase('57014', 'canceling statement due to statement timeout'),
      refusedByDatabase('ECONNRESET', 'read ECONNRESET'),
      new Error('Connection terminated unexpectedly'),
      new Error('Client was closed and is not queryable'),
      new Error('Knex: Timeout acquiring a connection. The pool is probably full.'),
    ])
      expect(verdictOn(error).outcome).toBe('again');
  });

  it('is a stop of the job where every step would meet the same', () => {
    for (const error of [
      new ModelFailure('ai.key-refused'),
      new ModelFailure('ai.quota'),
      new ModelFailure('ai.model-gone'),
      new ModelFailure('ai.not-configured'),
      refusedByDatabase('OS402', 'ai.ceiling-job'),
      refusedByDatabase('OS402', 'ai.ceiling-editor'),
      refusedByDatabase('OS402', 'ai.ceiling-month'),
    ])
      expect(verdictOn(error).outcome).toBe('stop');
  });

  it('is the end of this step alone otherwise, with a sentence that gives nothing away', () => {
    for (const error of [
      new ModelFailure('ai.answer-invalid'),
      new ModelFailure('ai.content-refused'),
      new ModelFailure('ai.context-too-long'),
      new Refusal(404, 'draft.not-found'),
    ])
      expect(verdictOn(error).outcome).toBe('failed');
    const defect = verdictOn(new Error('the secret is 42'));
    expect(defect).toMatchObject({ outcome: 'failed', reason: { code: 'ai.step-failed' } });
    expect(defect.reason.message).not.toContain('42');
    expect(defect.detail).toContain('42');
  });
});
