import { describe, expect, it } from 'vitest';
import { shownFigure } from './marksheets.ts';

describe('what a correction changed', () => {
  it.each([
    ['points', 2.5, '2.5'],
    ['yes and no', true, 'yes'],
    ['a grade', 'B', 'B'],
    ['a review', 'rejected', 'To be improved'],
    ['a moment', '2026-11-21T09:00:00Z', '21 November 2026'],
    ['nothing', null, 'none'],
    [
      'a checklist',
      [
        { text: 'One', met: true },
        { text: 'Two', met: false },
      ],
      '1 of 2',
    ],
  ])('is said of %s', (_what, value, said) => {
    expect(shownFigure(value)).toBe(said);
  });
});
