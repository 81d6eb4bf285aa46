import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestStrapi, type TestStrapi } from '../../../../../../scripts/testing/strapi.ts';
import { ownTypes } from '../../../../lib/types';
import { createDraftCourse, type DraftCourse, drafts } from '../../testing/draft-course';
import { impactOf } from '../impact';
import { publishCourse } from '../publish';
import { differenceOf } from './compare';
import { nodeDifferenceOf } from './node';

let running: TestStrapi;
let superuser: Client;
beforeAll(async () => {
  running = await startTestStrapi();
  superuser = new Client({ connectionString: running.database.admin, types: ownTypes });
  await superuser.connect();
});
afterAll(async () => {
  await superuser?.end();
  await running?.stop();
});

const actor = { id: 1, name: 'Guru One' };
let draft: DraftCourse;
beforeEach(async () => {
  draft = await createDraftCourse(running.strapi);
});

const course = () => draft.course.documentId;
const difference = (sides = {}) => differenceOf(running.strapi, course(), sides);
const update = (subject: string, documentId: string | undefined, data: object) =>
  drafts(running.strapi, subject).update({ documentId: documentId ?? '', data });
async function publish(): Promise<number> {
  const outcome = await publishCourse(running.strapi, course(), actor);
  if (outcome.kind !== 'published') throw new Error(JSON.stringify(outcome.problems));
  return outcome.courseId;
}
const none = { added: 0, removed: 0, moved: 0, changed: 0 };
const only = <Thing>(list: readonly Thing[]): Thing => {
  const [one] = list;
  if (one === undefined || list.length !== 1) throw new Error(JSON.stringify(list));
  return one;
};

describe('what changed', () => {
  it('is everything while a course was never published, in the course’s order', async () => {
    const { from, to, counts, nodes, more } = await difference();
    expect({ from, to, counts, more }).toEqual({
      from: null,
      to: 'draft',
      counts: { ...none, added: 18 },
      more: 0,
    });
    expect(nodes.slice(0, 4).map(({ kind, title }) => `${kind} ${title}`)).toEqual([
      'course Rivers',
      'module Springs',
      'lesson Springs one',
      'ai_note Springs one',
    ]);
    expect(nodes.every(({ changes }) => changes.join() === 'added')).toBe(true);
    expect(nodes.every(({ documentId }) => documentId !== null)).toBe(true);
  });

  it('is nothing after a publish, and between a version and itself', async () => {
    await publish();
    expect(await difference()).toEqual({ from: 1, to: 'draft', counts: none, nodes: [], more: 0 });
    expect((await difference({ from: 1, to: 1 })).counts).toEqual(none);
  });

  it('names a changed thing with its fields, its way down and its draft entry', async () => {
    await publish();
    const lesson = draft.lessons[0];
    await update('lesson', lesson?.documentId, { title: 'Deltas', estimated_time: '5 min' });
    const { counts, nodes } = await difference();
    expect(counts).toEqual({ ...none, changed: 1 });
    expect(only(nodes)).toMatchObject({
      kind: 'lesson',
      title: 'Deltas',
      changes: ['changed'],
      fields: ['title', 'estimated_time'],
      path: [
        { kind: 'course', title: 'Rivers' },
        { kind: 'module', title: 'Mouths' },
      ],
      documentId: lesson?.documentId,
    });
  });

  it('shows both texts of a thing, hidden ones too, and lists with a line an entry', async () => {
    await publish();
    const question = draft.questions[0];
    await update('question', question?.documentId, {
      correct_answer: 'Mouth',
      options: ['Spring', 'Mouth', 'Sea'],
    });
    const node = only((await difference()).nodes);
    expect(node).toMatchObject({ kind: 'question', fields: ['options', 'correct_answer'] });
    expect(
      await nodeDifferenceOf(running.strapi, course(), { kind: node.kind, id: node.id }, {}),
    ).toEqual({
      kind: 'question',
      id: node.id,
      fields: [
        {
          field: 'options',
          before: '[\n  "Spring",\n  "Mouth"\n]',
          after: '[\n  "Spring",\n  "Mouth",\n  "Sea"\n]',
        },
        { field: 'correct_answer', before: 'Spring', after: 'Mouth' },
      ],
    });
  });

  it('is one move where one lesson was taken elsewhere among many', async () => {
    const moduleId = draft.modules[0]?.documentId;
    const made = [];
    for (let n = 1; n <= 6; n += 1)
      made.push(
        await drafts(running.strapi, 'lesson').create({
          data: { draft_module: moduleId, title: `More ${n}`, order_index: 20 + n },
        }),
      );
    for (const lesson of made)
      await drafts(running.strapi, 'ai-note').create({
        data: { draft_lesson: lesson.documentId, content: 'Text.' },
      });
    await publish();
    await update('lesson', made[5]?.documentId, { order_index: 1 });
    const { counts, nodes } = await difference();
    expect(counts).toEqual({ ...none, moved: 1 });
    expect(only(nodes)).toMatchObject({ title: 'More 6', changes: ['moved'], fields: [] });
  });

  it('tells another module from another text, and knows both at once', async () => {
    await publish();
    await update('lesson', draft.lessons[0]?.documentId, {
      draft_module: draft.modules[1]?.documentId,
      order_index: 30,
      title: 'Came over',
    });
    const { counts, nodes } = await difference();
    expect(counts).toEqual({ ...none, moved: 1, changed: 1 });
    expect(only(nodes)).toMatchObject({
      title: 'Came over',
      changes: ['moved', 'changed'],
      path: [{ kind: 'course' }, { kind: 'module', title: 'Springs' }],
    });
  });

  it('keeps what was removed where it was, without a draft entry', async () => {
    await publish();
    await drafts(running.strapi, 'lesson').delete({
      documentId: draft.lessons[3]?.documentId ?? '',
    });
    const { counts, nodes } = await difference();
    expect(counts).toEqual({ ...none, removed: 2 });
    expect(nodes).toMatchObject([
      { kind: 'lesson', title: 'Springs two', documentId: null, path: [{}, { title: 'Springs' }] },
      { kind: 'ai_note', title: 'Springs two', documentId: null },
    ]);
  });

  it('compares any version with any other, and backwards with the drafts', async () => {
    await publish();
    await update('module', draft.modules[0]?.documentId, { title: 'Estuaries' });
    await publish();
    await update('module', draft.modules[0]?.documentId, { title: 'Deltas' });
    const texts = async (from: number | 'draft', to: number | 'draft') => {
      const { kind, id } = only((await difference({ from, to })).nodes);
      const { fields } = await nodeDifferenceOf(
        running.strapi,
        course(),
        { kind, id },
        { from, to },
      );
      return [only(fields).before, only(fields).after];
    };
    expect(await texts(1, 2)).toEqual(['Mouths', 'Estuaries']);
    expect(await texts(2, 'draft')).toEqual(['Estuaries', 'Deltas']);
    expect(await texts('draft', 1)).toEqual(['Deltas', 'Mouths']);
  });

  it('refuses a course, a version and a thing that are not there', async () => {
    await expect(differenceOf(running.strapi, 'a'.repeat(24), {})).rejects.toMatchObject({
      code: 'publish.not-found',
    });
    await expect(difference({ from: 7 })).rejects.toMatchObject({ code: 'version.not-found' });
    await publish();
    await expect(
      nodeDifferenceOf(running.strapi, course(), { kind: 'lesson', id: 2_000_000_000 }, {}),
    ).rejects.toMatchObject({ code: 'difference.not-found' });
  });

  it('of 500 lessons is found quickly, capped with exact counts', async () => {
    await superuser.query(
      `with course as (select id from cms.draft_courses where document_id = $1),
        module as (select draft_module_id as id from cms.draft_modules_draft_course_lnk l join course c on c.id = l.draft_course_id limit 1),
        lesson as (insert into cms.draft_lessons (document_id, title, order_index)
          select substr(md5(n::text || $1), 1, 24), 'Lesson ' || n, 100 + n from generate_series(1, 500) n returning id),
        link as (insert into cms.draft_lessons_draft_module_lnk (draft_lesson_id, draft_module_id)
          select lesson.id, module.id from lesson, module),
        note as (insert into cms.draft_ai_notes (document_id, content)
          select substr(md5(n::text || $1 || 'note'), 1, 24), repeat(md5(n::text) || ' ', 400) from generate_series(1, 500) n returning id)
      insert into cms.draft_ai_notes_draft_lesson_lnk (draft_ai_note_id, draft_lesson_id)
      select note.id, lesson.id from (select id, row_number() over (order by id) as n from note) note
      join (select id, row_number() over (order by id) as n from lesson) lesson using (n)`,
      [course()],
    );
    await publish();
    await superuser.query(
      `update cms.draft_lessons set title = title || '!', order_index = 601 - order_index + 100
      where title like 'Lesson %'`,
    );
    await superuser.query(`update cms.draft_ai_notes set content = content || '!'`);
    const began = performance.now();
    const { counts, nodes, more } = await difference();
    const took = performance.now() - began;
    expect(counts).toEqual({ ...none, moved: 499, changed: 1004 });
    expect([nodes.length, nodes.length + more]).toEqual([500, 1004]);
    // Some hundred milliseconds, however busy the machine is: not a question for every pair.
    expect(took).toBeLessThan(15_000);
  });
});

describe('the impact of a publish', () => {
  it('counts learners by version, and says which conditions of the certificate change', async () => {
    const courseId = await publish();
    const certificate = await drafts(running.strapi, 'certificate').findMany({
      filters: { draft_course: { documentId: course() } },
    });
    expect(await impactOf(running.strapi, course())).toEqual({
      learners: [],
      openAttempts: 0,
      certificatesIssued: 0,
      certificateRules: [],
    });
    await superuser.query(
      `with student as (insert into activity.shishya_users (user_id, name, email)
        values (4711, 'Asha', 'asha@school.example') returning id)
      insert into activity.course_enrollments (shishya_user_id, course_id, version)
      select id, $1, 1 from student`,
      [courseId],
    );
    await update('certificate', certificate[0]?.documentId, {
      requires_lab_completion: true,
      passing_percentage: 90,
    });
    expect(await impactOf(running.strapi, course())).toMatchObject({
      learners: [{ version: 1, count: 1 }],
      certificateRules: [
        { field: 'passing_percentage', after: '90' },
        { field: 'requires_lab_completion', before: 'false', after: 'true' },
      ],
    });
  });
});
