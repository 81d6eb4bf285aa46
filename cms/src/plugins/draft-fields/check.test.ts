import { describe, expect, it } from 'vitest';
import { findWrongShape } from './check';
import { shapeOf, shapes } from './shapes';

const texts = shapes['string-list'];
const links = shapes['link-list'];
const questions = shapes['question-list'];
const checklist = shapes.checklist;

describe('a right shape', () => {
  it.each([
    ['no value yet', texts, null],
    ['an empty list', links, []],
    ['texts', texts, ['Read a table', 'Draw a chart']],
    [
      'links into the web and into our own pages',
      links,
      [
        { title: 'MDN', url: 'https://developer.mozilla.org/' },
        { title: 'A file of ours', url: '/uploads/table.pdf' },
        { title: 'A mail', url: 'mailto:desk@example.org' },
      ],
    ],
    [
      'a question whose answer is still to be written',
      questions,
      [{ question: 'What is a loop?', answer: '' }, { question: 'And recursion?' }],
    ],
    ['criteria', checklist, [{ criterion: 'Works', description: 'Opens in a browser.' }]],
  ])('%s', (_, shape, value) => {
    expect(findWrongShape('field', shape, value)).toBeNull();
  });
});

describe('a wrong shape is refused in a sentence that names field, expectation and entry', () => {
  it.each([
    [texts, 'one, two', '“hints” must be a list of texts; it is a text.'],
    [texts, { 0: 'one' }, '“hints” must be a list of texts; it is an object.'],
    [texts, ['one', 2], '“hints” must be a list of texts; entry 2 is a number, not a text.'],
    [texts, ['one', '  '], '“hints” must be a list of texts; entry 2 is empty.'],
    [
      texts,
      [{ text: 'one' }],
      '“hints” must be a list of texts; entry 1 is an object, not a text.',
    ],
    [
      links,
      ['https://example.org'],
      '“hints” must be a list of links, each with title and url; entry 1 is a text.',
    ],
    [
      links,
      [{ url: 'https://example.org' }],
      '“hints” must be a list of links, each with title and url; entry 1: title is missing.',
    ],
    [
      links,
      [{ title: 'x', url: 'javascript:alert(1)' }],
      '“hints” must be a list of links, each with title and url; entry 1: url is no address such as https://example.org/page.',
    ],
    [
      links,
      [{ title: 'x', url: '//evil.example' }],
      '“hints” must be a list of links, each with title and url; entry 1: url is no address such as https://example.org/page.',
    ],
    [
      questions,
      [{ question: '', answer: 'Yes' }],
      '“hints” must be a list of questions, each with question and answer; entry 1: question is empty.',
    ],
    [
      questions,
      [{ question: 'Why?', answer: 7 }],
      '“hints” must be a list of questions, each with question and answer; entry 1: answer is a number, not a text.',
    ],
    [
      checklist,
      [{ criterion: 'Works', description: '', points: 3 }],
      '“hints” must be a list of criteria, each with criterion and description; entry 1 has “points”, which does not belong there.',
    ],
  ])('%#', (shape, value, sentence) => {
    expect(findWrongShape('hints', shape, value)).toBe(sentence);
  });

  it('refuses a list too long to be meant', () => {
    const sentence = findWrongShape(
      'tips',
      texts,
      Array.from({ length: 501 }, () => 'tip'),
    );
    expect(sentence).toBe('“tips” must be a list of texts, at most 500 of them.');
  });
});

it('knows its own fields only', () => {
  expect(shapeOf('plugin::draft-fields.checklist')).toBe(checklist);
  expect(shapeOf('plugin::color-picker.color')).toBeUndefined();
  expect(shapeOf(undefined)).toBeUndefined();
});
