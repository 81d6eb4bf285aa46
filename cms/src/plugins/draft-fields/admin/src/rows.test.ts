import { describe, expect, it } from 'vitest';
import { shapes } from '../../shapes';
import { emptyRow, moved, pasted, rowsFrom, valueFrom, written } from './rows';

const texts = shapes['string-list'];
const links = shapes['link-list'];
const first = (rows: ReturnType<typeof rowsFrom>) => rows.map((row) => row.texts[0]);

it.each([
  [texts, ['one', 'two']],
  [links, [{ title: 'MDN', url: 'https://developer.mozilla.org/' }]],
  [texts, []],
])('what was stored comes back unchanged', (shape, value) => {
  expect(valueFrom(shape, rowsFrom(shape, value))).toEqual(value);
});

it('a row nobody wrote into is not saved, a half written one is', () => {
  const rows = [...rowsFrom(links, [{ title: 'MDN', url: '' }]), emptyRow(links)];
  expect(valueFrom(links, rows)).toEqual([{ title: 'MDN', url: '' }]);
});

it('shows what has the wrong shape rather than hiding it', () => {
  expect(first(rowsFrom(texts, 'not a list'))).toEqual(['not a list']);
  expect(first(rowsFrom(texts, [1, { a: 2 }]))).toEqual(['1', '{"a":2}']);
  expect(rowsFrom(links, ['https://example.org'])[0]?.texts).toEqual(['https://example.org', '']);
});

describe('a row', () => {
  const rows = rowsFrom(texts, ['a', 'b', 'c']);

  it('moves and keeps its identity', () => {
    const after = moved(rows, 0, 2);
    expect(first(after)).toEqual(['b', 'c', 'a']);
    expect(after[2]?.id).toBe(rows[0]?.id);
  });

  it('does not move beyond the ends', () => {
    expect(moved(rows, 0, -1)).toEqual(rows);
    expect(moved(rows, 2, 3)).toEqual(rows);
  });

  it('is written without touching the others', () => {
    expect(first(written(rows, rows[1]?.id ?? 0, 0, 'new'))).toEqual(['a', 'new', 'c']);
  });
});

describe('a paste', () => {
  const rows = rowsFrom(texts, ['before after', 'last']);

  it('of several lines becomes several rows, without the marks of a list', () => {
    const after = pasted(rows, 0, 'before ', '- one\n2. two\n\n• three', ' after');
    expect(after && first(after)).toEqual(['before one', 'two', 'three after', 'last']);
  });

  it('of one line stays an ordinary paste', () => {
    expect(pasted(rows, 0, '', 'one line\n', '')).toBeNull();
  });
});
