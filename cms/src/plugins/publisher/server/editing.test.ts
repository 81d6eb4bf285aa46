import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestStrapi, type TestStrapi } from '../../../../../scripts/testing/strapi.ts';
import { createDraftCourse, type DraftCourse, drafts } from '../testing/draft-course';
import { publishCourse } from './publish';

let running: TestStrapi;
let made: DraftCourse;
let other: DraftCourse;
beforeAll(async () => {
  running = await startTestStrapi();
  made = await createDraftCourse(running.strapi);
  other = await createDraftCourse(running.strapi, 'Lakes');
});
afterAll(() => running?.stop());

const statusOf = async ({ course }: DraftCourse) => {
  const [found] = await drafts(running.strapi, 'course').findMany({
    filters: { documentId: course.documentId },
  });
  return found?.editorial_status;
};
const publish = async ({ course }: DraftCourse) => {
  const outcome = await publishCourse(running.strapi, course.documentId, { id: 1, name: 'Guru' });
  expect(outcome.kind).toBe('published');
};
const first = <Item>([item]: readonly Item[]): Item => {
  if (item === undefined) throw new Error('The list is empty.');
  return item;
};

it('a course is being edited until it is published', async () => {
  expect(await statusOf(made)).toBe('editing');
  await publish(made);
  expect(await statusOf(made)).toBe('published');
});

it.each<[string, () => Promise<unknown>]>([
  [
    'a lesson is saved',
    () =>
      drafts(running.strapi, 'lesson').update({
        documentId: first(made.lessons).documentId,
        data: { title: 'Mouths, again' },
      }),
  ],
  [
    'a question, which hangs on a test of a module, is added',
    () =>
      drafts(running.strapi, 'question').create({
        data: {
          draft_test: made.test.documentId,
          type: 'fill_blank',
          question_text: 'Water runs …',
          correct_answer: 'down',
          order_index: 3,
        },
      }),
  ],
  [
    'a question is deleted',
    () =>
      drafts(running.strapi, 'question').delete({ documentId: first(made.questions).documentId }),
  ],
  [
    'the course is saved with the old status in its form',
    () =>
      drafts(running.strapi, 'course').update({
        documentId: made.course.documentId,
        data: { description: 'Anew.', editorial_status: 'published' },
      }),
  ],
  [
    'the course is saved without a status',
    () =>
      drafts(running.strapi, 'course').update({
        documentId: made.course.documentId,
        data: { description: 'And anew.' },
      }),
  ],
])('a published course is being edited again when %s', async (_, edit) => {
  await publish(made);
  await publish(other);
  await edit();
  expect(await statusOf(made)).toBe('editing');
  expect(await statusOf(other)).toBe('published');
});

it('a copy of a published course is being edited', async () => {
  await publish(other);
  const { entries } = await drafts(running.strapi, 'course').clone({
    documentId: other.course.documentId,
  });
  expect(first(entries).editorial_status).toBe('editing');
  expect(await statusOf(other)).toBe('published');
});

it('a module that moves into another course changes both', async () => {
  await publish(made);
  await publish(other);
  await drafts(running.strapi, 'module').update({
    documentId: first(made.modules).documentId,
    data: { draft_course: other.course.documentId },
  });
  expect([await statusOf(made), await statusOf(other)]).toEqual(['editing', 'editing']);
});

it('“ready to publish” is the team’s own note and stays', async () => {
  await drafts(running.strapi, 'course').update({
    documentId: made.course.documentId,
    data: { editorial_status: 'ready_to_publish' },
  });
  await drafts(running.strapi, 'lesson').update({
    documentId: first(other.lessons).documentId,
    data: { title: 'Shores' },
  });
  expect(await statusOf(made)).toBe('ready_to_publish');
});
