import { expect, test } from 'vitest';
import { colourOf, contrast, readable, white } from './colour';
import type { Colour } from './page/operators';

const paper: Colour = [0.996, 0.984, 0.955];

test.each(['#ffffff', '#fbe122', '#c26b0d', '#1d4ed8', '#808080', '#000000'])(
  'text in the accent %s can be read on white and on tinted paper',
  (accent) => {
    for (const ground of [white, paper]) {
      expect(contrast(readable(colourOf(accent), ground), ground)).toBeGreaterThanOrEqual(4.5);
    }
  },
);

test('an accent that can be read stays as it was chosen', () => {
  expect(readable(colourOf('#1d4ed8'), white)).toEqual(colourOf('#1d4ed8'));
});

test.each(['red', '#fff', '#12345g', ''])('“%s” is no accent', (accent) => {
  expect(() => colourOf(accent)).toThrow('#rrggbb');
});
