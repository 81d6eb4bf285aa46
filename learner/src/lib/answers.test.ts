import { describe, expect, it } from 'vitest';
import {
  answersOf,
  clean,
  fieldName,
  isAnswered,
  isSame,
  questionOf,
  unanswered,
} from './answers.ts';

describe('answers of a form', () => {
  it('are read by question; an empty field takes an answer back', () => {
    expect(
      answersOf([
        ['answer-1', 'A'],
        ['answer-2', ''],
        ['answer-0', 'x'],
        ['answer-99999999999', 'x'],
        ['attempt', '5'],
        ['choice-3', ''],
        ['choice-3', 'B'],
        ['choice-3', 'C'],
        ['choice-4', ''],
      ]),
    ).toEqual({ 1: 'A', 2: '', 3: ['B', 'C'], 4: [] });
  });

  it('come back to their questions by the names of their fields', () => {
    expect(fieldName({ id: 7, type: 'multiple_select' })).toBe('choice-7');
    expect(fieldName({ id: 7, type: 'mcq' })).toBe('answer-7');
    expect(['choice-7', 'answer-7', 'answer-07', 'attempt'].map(questionOf)).toEqual([
      '7',
      '7',
      null,
      null,
    ]);
  });

  it('hold nothing that no database keeps, and no more than the contract takes', () => {
    expect(clean('a\0b\ud800c😀')).toBe('abc😀');
    expect(clean('x'.repeat(3000))).toHaveLength(2000);
  });
});

describe('an answer', () => {
  it('is one when it says something', () => {
    expect(['', '  ', [], undefined, 'A', ['A']].map(isAnswered)).toEqual([
      false,
      false,
      false,
      false,
      true,
      true,
    ]);
    const questions = [{ id: 1 }, { id: 2 }, { id: 3 }];
    expect(unanswered(questions, { 1: 'A', 2: [] })).toBe(2);
  });

  it('is the same in whatever order it was chosen', () => {
    expect(isSame(['A', 'B'], ['B', 'A'])).toBe(true);
    expect(isSame(['A'], 'A')).toBe(false);
    expect(isSame(undefined, [])).toBe(false);
  });
});
