import { expect, it } from 'vitest';
import { emptyForm, keyOf } from './new-key';

it('an empty form stands for no key', () => {
  expect(keyOf('mcq', emptyForm)).toBeNull();
  expect(keyOf('fill_blank', emptyForm)).toBeNull();
  expect(keyOf('fill_blank', { chosen: ['a'], typed: ' ', further: 'b' })).toBeNull();
});

it('chosen options are the key, in the order in which they were chosen', () => {
  expect(keyOf('multiple_select', { ...emptyForm, chosen: ['b', 'a'] })).toEqual({
    correctAnswer: 'b',
    furtherAnswers: ['a'],
  });
});

it('typed answers lose the spaces at their ends and empty lines', () => {
  expect(keyOf('fill_blank', { chosen: [], typed: ' Paris ', further: '\nparis \n\n' })).toEqual({
    correctAnswer: 'Paris',
    furtherAnswers: ['paris'],
  });
});
