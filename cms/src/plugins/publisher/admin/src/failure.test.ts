import { expect, it } from 'vitest';
import { failureOf } from './failure';

it('repeats what our server said', () => {
  expect(failureOf({ code: 'publish.busy', message: 'Somebody else is publishing.' })).toEqual({
    kind: 'said',
    text: 'Somebody else is publishing.',
  });
});

it('knows a missing permission by its status', () => {
  const error = { status: 403, name: 'PolicyError', message: 'Policy Failed', details: {} };
  expect(failureOf(error)).toEqual({ kind: 'forbidden' });
});

it('takes everything else for a lost answer, after which nothing is certain', () => {
  const lost = [
    { name: 'TypeError', message: 'Failed to fetch' },
    { name: 'UnknownError', message: 'Bad Gateway', status: 502 },
    undefined,
    'text',
  ];
  for (const error of lost) expect(failureOf(error)).toEqual({ kind: 'unanswered' });
});
