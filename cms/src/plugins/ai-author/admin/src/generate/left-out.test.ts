import { createIntl } from 'react-intl';
import { expect, it } from 'vitest';
import type { LeftOut } from '../../../server/wire';
import { leftOutWord } from './left-out';
import { generateTexts } from './texts';

const { formatMessage } = createIntl({ locale: 'en', onError: () => {} });
const told = ({ places, ...left }: LeftOut): string => {
  const id = leftOutWord(left);
  return formatMessage({ id, defaultMessage: generateTexts[id] }, { count: places });
};

it('tells what is not asked for again, and why', () => {
  expect(told({ command: 'notes', kind: 'lesson', reason: 'there', places: 12 })).toBe(
    '12 lessons have notes already.',
  );
  expect(told({ command: 'questions', kind: 'module', reason: 'under-way', places: 1 })).toBe(
    'Questions for one module are being written or wait for your decision.',
  );
  expect(
    told({ command: 'describe_picture', kind: 'lesson', reason: 'under-way', places: 2 }),
  ).toBe('Text for 2 entries is being written or waits for your decision.');
});
