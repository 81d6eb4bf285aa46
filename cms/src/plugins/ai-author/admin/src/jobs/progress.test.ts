import { expect, it } from 'vitest';
import type { Block } from '../../../server/wire';
import { actionsOf, endOf, progressOf } from './progress';

const block = (fields: Block['fields'], ...children: Block['fields'][]): Block => ({
  key: 'content',
  kind: 'lesson',
  fields,
  children: children.map((below) => ({ kind: 'lesson', fields: below })),
});

it('counts a job’s steps', () => {
  expect(progressOf({ waiting: 3, running: 2, done: 5, failed: 1, cancelled: 0 })).toEqual({
    all: 11,
    done: 5,
    running: 2,
    failed: 1,
    cancelled: 0,
    left: 5,
  });
});

it('offers what the state allows', () => {
  expect(actionsOf('running')).toEqual(['pause', 'cancel']);
  expect(actionsOf('stopped')).toEqual(['resume', 'cancel']);
  expect(actionsOf('failed')).toEqual(['resume', 'cancel']);
  expect(actionsOf('done')).toEqual([]);
});

it('shows texts, lists and what is below, and no numbers', () => {
  const blocks = [block({ title: 'Rivers', order_index: 1, points: ['a', 'b'] }, { title: 'Ice' })];
  expect(endOf(blocks, 100)).toBe('Rivers\na\nb\nIce');
});

it('cuts a long text at the start of a word', () => {
  expect(endOf([block({ content: 'A river carries sand to the sea' })], 12)).toBe('…to the sea');
});

it('is empty where nothing was written yet', () => {
  expect(endOf([], 10)).toBe('');
  expect(endOf([block({ content: ' ' })], 10)).toBe('');
});
