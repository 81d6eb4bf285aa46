import { expect, it } from 'vitest';
import { type Kinds, outlineOrder, readableQuery, waysToCourse } from './course-filter';

const to = (target: string) => ({
  type: 'relation',
  relation: 'manyToOne',
  target: `api::${target}.draft-${target}`,
});
const integer = { type: 'integer' };
const kinds: Kinds = {
  'api::course.draft-course': { attributes: { name: { type: 'string' } } },
  'api::module.draft-module': { attributes: { draft_course: to('course'), order_index: integer } },
  'api::lesson.draft-lesson': { attributes: { draft_module: to('module'), order_index: integer } },
  'api::test.draft-test': {
    attributes: { draft_course: to('course'), draft_module: to('module'), order_index: integer },
  },
};

it('finds every way from an entry to its course', () => {
  expect(waysToCourse(kinds, 'api::lesson.draft-lesson')).toEqual([
    ['draft_module', 'draft_course'],
  ]);
  expect(waysToCourse(kinds, 'api::test.draft-test')).toEqual([
    ['draft_course'],
    ['draft_module', 'draft_course'],
  ]);
});

it('sorts by course, module and own position', () => {
  expect(outlineOrder(kinds, 'api::lesson.draft-lesson')).toEqual([
    'draft_module.draft_course.name',
    'draft_module.order_index',
    'order_index',
  ]);
});

it('asks Strapi for the entries anywhere in a course, beside the other filters', () => {
  const query = {
    filters: { $and: [{ title: { $contains: 'a' } }, { in_course: { $eq: 'Logic' } }] },
    sort: 'order_index:DESC',
    page: '2',
  };
  expect(readableQuery(kinds, 'api::test.draft-test', query)).toEqual({
    filters: {
      $and: [
        { title: { $contains: 'a' } },
        {
          $or: [
            { draft_course: { name: { $eq: 'Logic' } } },
            { draft_module: { draft_course: { name: { $eq: 'Logic' } } } },
          ],
        },
      ],
    },
    sort: [
      'draft_course.name:DESC',
      'draft_module.draft_course.name:DESC',
      'draft_module.order_index:DESC',
      'order_index:DESC',
    ],
    page: '2',
  });
});

it.each([
  ['api::course.draft-course', { sort: 'order_index:ASC' }],
  ['plugin::users-permissions.user', { filters: { $and: [{ in_course: { $eq: 'x' } }] } }],
  ['api::lesson.draft-lesson', { sort: 'title:ASC' }],
])('leaves other questions of %s as they are', (uid, query) => {
  expect(readableQuery(kinds, uid, query)).toEqual(query);
});
