import type { Submission } from '@ourshiksha/contract/project';
import { describe, expect, it } from 'vitest';
import { submission } from '../../testing/sample.ts';
import { standingOf } from './projects.ts';

const of = (...changes: Partial<Submission>[]) =>
  standingOf(changes.map((change, n) => ({ ...submission(changes.length - n), ...change })));

describe('how a student stands with a project', () => {
  it('is open at the beginning, while nobody reviews and after a rejection', () => {
    expect(of()).toEqual({ last: null, maySubmit: true });
    expect(of({}).maySubmit).toBe(true);
    expect(of({ status: 'rejected' }).maySubmit).toBe(true);
  });

  it('is closed while somebody reviews and after approval', () => {
    expect(of({ status: 'under_review' }).maySubmit).toBe(false);
    expect(of({ status: 'approved' }, { status: 'rejected' }).maySubmit).toBe(false);
  });

  it('does not count what was replaced', () => {
    const { last } = of({ status: 'rejected' }, { withdrawn_at: '2026-11-20T09:00:00Z' });
    expect(last?.status).toBe('rejected');
    expect(of({ withdrawn_at: '2026-11-20T09:00:00Z' }).last).toBeNull();
  });
});
