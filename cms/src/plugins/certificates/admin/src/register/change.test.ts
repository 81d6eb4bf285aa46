import { describe, expect, it } from 'vitest';
import { en } from '../texts';
import { changeLine, figure } from './change';

const words: Parameters<typeof figure>[1] = {
  say: (word, values = {}) =>
    en[word].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name])),
  day: (date) => `the day ${date.slice(0, 10)}`,
  number: (value) => String(value),
};

describe('what a correction changed', () => {
  it('counts what is met of a checklist', () => {
    const change = {
      part: 'projects',
      title: 'A page',
      field: 'checklist',
      before: [{ text: 'One heading', met: false }],
      after: [{ text: 'One heading', met: true }],
    };
    expect(changeLine(change, words)).toBe('A page, criteria met: 0 of 1 became 1 of 1');
  });

  it('tells a moment as a day, and where there was none', () => {
    const change = {
      part: 'labs',
      title: 'Say hello',
      field: 'completed_at',
      before: null,
      after: '2026-11-20T10:00:00Z',
    };
    expect(changeLine(change, words)).toBe(
      'Say hello, completed on: none became the day 2026-11-20',
    );
  });

  it('names the total, and what no word is known for by its own name', () => {
    const of = { before: 80, after: 'approved' } as const;
    expect(changeLine({ ...of, part: 'total', field: 'percentage' }, words)).toBe(
      'The total, percentage: 80 became approved',
    );
    expect(changeLine({ ...of, part: 'essays', field: 'length' }, words)).toMatch(
      /^essays, length: /,
    );
    expect(figure(true, words)).toBe('Yes');
  });
});
