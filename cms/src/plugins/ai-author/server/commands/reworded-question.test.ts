import { describe, expect, it } from 'vitest';
import { inPlaces } from './numbered';
import type { Draft } from './reading';
import {
  type Answers,
  answerRows,
  answersOf,
  fieldsSoFar,
  rewordingFlaws,
} from './reworded-question';

const question = (fields: Draft['fields']): Draft => ({
  kind: 'question',
  id: 1,
  documentId: 'q',
  fields: {
    type: 'mcq',
    question_text: 'What does a contour line join?',
    options: ['Points of one height', 'Points on one road', 'Two summits'],
    correct_answer: 'Points on one road',
    further_answers: null,
    explanation: 'So it is.',
    ...fields,
  },
});
const blank = question({
  type: 'fill_blank',
  question_text: 'It joins points of one ___.',
  options: null,
  correct_answer: 'height',
  further_answers: ['elevation'],
});

const asked = (draft: Draft, isSameLanguage = false) => {
  const answers = answersOf(draft);
  if (answers === null) throw new Error('It has no answers.');
  return { draft, answers, isSameLanguage };
};
/** What a model sends back that keeps each beside its number. */
const given = ({ words }: Answers, ...now: string[]) => ({
  correct_answer: words.map((was, n) => ({ number: n + 1, was, now: now[n] ?? was })),
});

describe('a reworded question', () => {
  it('has its key at the places where it was, in whatever order the model answers', () => {
    const rewording = asked(question({}));
    expect(answerRows(rewording.answers)).toEqual([
      { number: 1, was: 'Points of one height', is_right: false },
      { number: 2, was: 'Points on one road', is_right: true },
      { number: 3, was: 'Two summits', is_right: false },
    ]);
    const sent = given(rewording.answers, 'Höhe', 'Straße', 'Gipfel');
    const turned = { correct_answer: sent.correct_answer.toReversed() };
    for (const answer of [sent, turned]) {
      expect(rewordingFlaws(rewording, answer)).toEqual([]);
      expect(fieldsSoFar(rewording, answer)).toEqual({
        options: ['Höhe', 'Straße', 'Gipfel'],
        correct_answer: 'Straße',
        further_answers: [],
      });
    }
  });

  it('with several right options has them all, in their order', () => {
    const draft = question({
      type: 'multiple_select',
      correct_answer: 'Two summits',
      further_answers: ['points of one height.'],
    });
    const rewording = asked(draft);
    expect(fieldsSoFar(rewording, given(rewording.answers, 'A', 'B', 'C'))).toMatchObject({
      correct_answer: 'C',
      further_answers: ['A'],
    });
  });

  const rewording = asked(question({}));
  const good = given(rewording.answers, 'Höhe', 'Straße', 'Gipfel').correct_answer;
  const [first, second, third] = good as [(typeof good)[0], (typeof good)[0], (typeof good)[0]];
  it.each<[string, object[], string]>([
    [
      'two options changed places',
      [{ ...second, number: 1 }, { ...first, number: 2 }, third],
      'Number 1 of “correct_answer” was “Points of one height”, not “Points on one road”',
    ],
    ['one option is gone', [first, second], 'Number 3 of “correct_answer” is missing'],
    ['one is there twice', [first, second, second], 'Number 2 of “correct_answer” is there twice'],
    ['one is new', [...good, { number: 4, was: '', now: 'Neu' }], 'numbers from 1 to 3'],
    [
      'two say the same',
      [first, { ...second, now: 'höhe.' }, third],
      'The question: two options say the same.',
    ],
    [
      'one speaks of the others',
      [first, second, { ...third, now: 'None of these' }],
      'speaks of other options',
    ],
  ])('is not proposed where %s', (_, correct_answer, flaw) => {
    expect(rewordingFlaws(rewording, { correct_answer }).join(' ')).toContain(flaw);
  });

  it('keeps what is no language: numbers, formulas, code', () => {
    const was = ['10 000', '`a + b`', 'The `map` method'];
    const sent = (...now: string[]) =>
      was.map((text, n) => ({ number: n + 1, was: text, now: now[n] }));
    expect(inPlaces('options', was, sent('10 000', '`a + b`', 'Die Methode `map`')).flaws).toEqual(
      [],
    );
    expect(inPlaces('options', was, sent('1 000', '`b + a`', 'Die Methode')).flaws).toEqual([
      'Number 1 of “options” has no words, so it stays as it is.',
      'Number 2 of “options”: its code is not as it was.',
      'Number 2 of “options” has no words, so it stays as it is.',
      'Number 3 of “options”: its code is not as it was.',
    ]);
  });

  it('is not blamed for what was wrong before', () => {
    const draft = question({ options: ['Yes', 'All of the above'], correct_answer: 'Yes' });
    const rewording = asked(draft);
    expect(rewordingFlaws(rewording, given(rewording.answers, 'Ja', 'All of these'))).toEqual([]);
  });

  it('is refused where nobody could say which option is right, and has no answers before it has options', () => {
    for (const fields of [
      { correct_answer: 'A lake' },
      { options: ['A', 'A', 'B'], correct_answer: 'A' },
    ])
      expect(() => answersOf(question(fields))).toThrow(
        expect.objectContaining({ code: 'ai.question-key' }),
      );
    expect(answersOf(question({ options: [] }))).toBeNull();
  });
});

describe('a reworded blank', () => {
  it('takes the new answers, and the old ones too where the language stays', () => {
    const german = asked(blank);
    expect(fieldsSoFar(german, given(german.answers, 'Höhe', 'höhe'))).toEqual({
      correct_answer: 'Höhe',
      further_answers: [],
    });
    const english = asked(blank, true);
    expect(fieldsSoFar(english, given(english.answers, 'altitude', 'Height'))).toEqual({
      correct_answer: 'altitude',
      further_answers: ['height', 'elevation'],
    });
  });

  it('keeps its blank', () => {
    const german = asked(blank);
    const answer = given(german.answers, 'Höhe', 'Lage');
    const flaws = (question_text: string) => rewordingFlaws(german, { ...answer, question_text });
    expect(flaws('Sie verbindet Punkte gleicher ___.')).toEqual([]);
    expect(flaws('Sie verbindet Punkte gleicher Höhe.')).toContain(
      'The question: the text has no blank ___.',
    );
    expect(flaws('Die ___ verbindet ___.').join()).toContain('as many blanks');
  });
});
