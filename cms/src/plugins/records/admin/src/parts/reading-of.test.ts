import { expect, it } from 'vitest';
import { readingOf } from './reading-of';

const refetch = () => undefined;
const error = { name: 'UnknownError', message: 'Failed to fetch' };

it('keeps what was read when it cannot be read anew', () => {
  const asked = { data: 'A', currentData: 'A', error, isFetching: false, refetch };
  expect(readingOf(asked)).toEqual({ failure: { kind: 'unanswered' }, data: 'A' });
  expect(readingOf({ data: 'A', error, isFetching: false, refetch }).data).toBe('A');
});

it('does not show one thing where another could not be read', () => {
  const asked = { data: 'A', currentData: undefined, error, isFetching: false, refetch };
  expect(readingOf(asked).data).toBeUndefined();
});

it('keeps what stood there while the next is awaited, and while it is tried again', () => {
  const awaited = { data: 'A', currentData: undefined, isFetching: true, refetch };
  expect(readingOf(awaited)).toEqual({ failure: null, data: 'A' });
  expect(readingOf({ data: 'A', error, isFetching: true, refetch }).failure).toBeNull();
});

it('has nothing to show until something was read', () => {
  expect(readingOf({ isFetching: true, refetch })).toEqual({ failure: null, data: undefined });
});
