import { expect, it } from 'vitest';
import type { KindName } from '../../../server/tree';
import type { ChangedNode } from '../../../server/wire';
import { type Branch, branchesOf } from './change-tree';

const thing = (kind: KindName, id: number) => ({ kind, id, title: `${kind} ${id}` });
const changed = (kind: KindName, id: number, ...path: ChangedNode['path']): ChangedNode => ({
  ...thing(kind, id),
  changes: ['changed'],
  fields: ['title'],
  path,
  documentId: null,
});

const outline = (branches: readonly Branch[]): unknown[] =>
  branches.map(({ title, node, children }) => [
    node === null ? title : `${title}*`,
    ...outline(children),
  ]);

it('puts what changed under its parents, which are there even when they did not change', () => {
  const course = thing('course', 1);
  const one = thing('module', 2);
  expect(
    outline(
      branchesOf([
        changed('course', 1),
        changed('lesson', 5, course, one),
        changed('ai_note', 6, course, one, thing('lesson', 5)),
        changed('module', 3, course),
        changed('lesson', 9, course, thing('module', 3)),
      ]),
    ),
  ).toEqual([
    ['course 1*'],
    ['module 2', ['lesson 5*', ['ai_note 6*']]],
    ['module 3*', ['lesson 9*']],
  ]);
});

it('marks a parent that comes after its children', () => {
  expect(
    outline(branchesOf([changed('lesson', 5, thing('module', 2)), changed('module', 2)])),
  ).toEqual([['module 2*', ['lesson 5*']]]);
});

it('keeps things of different kinds with the same id apart', () => {
  expect(outline(branchesOf([changed('test', 7), changed('project', 7)]))).toEqual([
    ['test 7*'],
    ['project 7*'],
  ]);
});
