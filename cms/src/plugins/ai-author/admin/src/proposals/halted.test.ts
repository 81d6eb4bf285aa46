import { describe, expect, it } from 'vitest';
import type { Job } from '../../../server/wire';
import { haltedOf, reasonsOf } from './halted';

const job = (id: number, state: Job['state'], rest: Partial<Job> = {}) =>
  ({ id, state, command: 'notes', target: { kind: 'lesson', documentId: 'a' }, ...rest }) as Job;
const ofCourse = { command: 'course', target: { kind: 'course', documentId: 'c' } } as const;

describe('the job that does not go on', () => {
  it('is the newest that failed, stopped or waits', () => {
    const jobs = [
      job(9, 'done', { command: 'lab' }),
      job(8, 'stopped', ofCourse),
      job(7, 'failed'),
    ];
    expect(haltedOf(jobs, undefined)?.id).toBe(8);
    expect(haltedOf(jobs.slice(2), undefined)?.id).toBe(7);
    expect(haltedOf([job(1, 'paused')], undefined)?.id).toBe(1);
    expect(haltedOf([job(3, 'running'), job(2, 'done'), job(1, 'cancelled')], 'a')).toBeUndefined();
  });

  it('is none that was asked for anew since', () => {
    const failed = job(1, 'failed');
    expect(haltedOf([job(2, 'done'), failed], undefined)).toBeUndefined();
    expect(haltedOf([job(2, 'done', { command: 'lab' }), failed], undefined)?.id).toBe(1);
    const target = { kind: 'lesson', documentId: 'b' } as const;
    expect(haltedOf([job(2, 'done', { target }), failed], undefined)?.id).toBe(1);
  });

  it('serves the draft that is looked at, or the whole course', () => {
    expect(haltedOf([job(1, 'failed')], 'b')).toBeUndefined();
    expect(haltedOf([job(2, 'failed'), job(1, 'failed', ofCourse)], 'b')?.id).toBe(1);
  });
});

describe('why it failed', () => {
  const failed = (code: string, message: string) =>
    ({ state: 'failed', reason: { code, message } }) as const;
  const follows = failed('ai.step-before-failed', 'Something before it failed.');

  it('is said once for each reason, the most frequent first, and not what only followed', () => {
    const short = failed('ai.too-long', 'Too long.');
    const refused = failed('ai.refused', 'Refused.');
    expect(reasonsOf([follows, short, refused, refused, follows, follows])).toEqual([
      'Refused.',
      'Too long.',
    ]);
    expect(reasonsOf([{ state: 'done', reason: null }])).toEqual([]);
  });

  it('is that something before it failed where nothing else is known', () => {
    expect(reasonsOf([follows])).toEqual(['Something before it failed.']);
  });
});
