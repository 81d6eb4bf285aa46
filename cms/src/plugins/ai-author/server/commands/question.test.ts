import { describe, expect, it } from 'vitest';
import { flawsOf, isRepeat, type Question, withExactKey } from './question';
import { agrees } from './questions';

const mcq: Question = {
  type: 'mcq',
  question_text: 'What does a contour line join?',
  options: ['Points of the same height', 'Points on one road', 'Two summits', 'River banks'],
  correct_answers: ['Points of the same height'],
  explanation: 'Every point of a contour line is equally high.',
};
const blank: Question = {
  ...mcq,
  type: 'fill_blank',
  question_text: 'A contour line joins points of the same ___.',
  options: [],
  correct_answers: ['height', 'elevation'],
};

describe('a question', () => {
  it.each<[string, Question]>([
    ['with one right option', mcq],
    ['with a blank', blank],
    [
      'with several right options',
      {
        ...mcq,
        type: 'multiple_select',
        correct_answers: ['Points of the same height', 'Two summits'],
      },
    ],
    [
      'that is true or false',
      { ...mcq, type: 'true_false', options: ['True', 'False'], correct_answers: ['True'] },
    ],
    [
      'whose options differ in signs only',
      { ...mcq, options: ['a + b', 'a - b', 'a * b'], correct_answers: ['a + b'] },
    ],
  ])('%s is right', (_, question) => {
    expect(flawsOf(question)).toEqual([]);
  });

  it.each<[string, Partial<Question>, string]>([
    [
      'two options that say the same',
      { options: ['A', 'a.', 'B'], correct_answers: ['B'] },
      'two options say the same',
    ],
    [
      'a key that is no option',
      { correct_answers: ['Points of one depth'] },
      'none of the options',
    ],
    ['two keys', { correct_answers: ['Two summits', 'River banks'] }, 'exactly one right answer'],
    [
      'all of the above',
      { options: ['A', 'B', 'All of the above'], correct_answers: ['A'] },
      'speaks of other options',
    ],
    ['two options', { options: ['A', 'B'], correct_answers: ['A'] }, '3 to 6 are needed'],
    [
      'three truths',
      { type: 'true_false', options: ['T', 'F', '?'], correct_answers: ['T'] },
      '2 to 2',
    ],
    [
      'every option right',
      { type: 'multiple_select', options: ['A', 'B', 'C'], correct_answers: ['A', 'B', 'C'] },
      'every option is right',
    ],
    [
      'one right of several',
      { type: 'multiple_select', correct_answers: ['Two summits'] },
      'two or more',
    ],
    ['no blank', { ...blank, question_text: 'What is joined?' }, 'no blank'],
    ['options beside a blank', { ...blank, options: ['height'] }, 'has no options'],
  ])('with %s is not', (_, wrong, flaw) => {
    expect(flawsOf({ ...mcq, ...wrong }).join(' ')).toContain(flaw);
  });

  it('has its key in the words of its options', () => {
    expect(
      withExactKey({ ...mcq, correct_answers: ['points of the same height.'] }).correct_answers,
    ).toEqual(['Points of the same height']);
  });

  it('is a repeat where it differs in signs and a word, not where it asks something else', () => {
    const asked = 'Which of these four lines on a map joins points of the same height?';
    expect(
      isRepeat(asked, 'Which of these four lines on the map joins points of the same height'),
    ).toBe(true);
    expect(isRepeat(asked, 'Which of these four lines on a map marks a border?')).toBe(false);
    expect(isRepeat('What is 2 + 2?', 'What is 2 + 3?')).toBe(false);
  });

  it('agrees with an answer by what it says, all of it', () => {
    expect(agrees(mcq, ['points of the same height'])).toBe(true);
    expect(agrees(mcq, ['Points of the same height', 'Two summits'])).toBe(false);
    expect(agrees(mcq, [])).toBe(false);
    expect(agrees(blank, ['Elevation'])).toBe(true);
    expect(agrees(blank, ['width'])).toBe(false);
  });
});
