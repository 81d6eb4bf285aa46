import type { Client } from 'pg';

/**
 * A draft course whose every title says which edition it is of. A page of one version names one
 * edition; a page that names two is mixed. Odd editions have a module with a lesson more, so that
 * the counts in the catalogue must agree with the edition as well.
 */
export interface EditionCourse {
  readonly draftId: number;
  readonly documentId: string;
  readonly lessons: number;
  readonly modules: number;
}

const modules = 100;
const note = 'A note of about two kilobytes, as a lesson has it in a course of this size. '.repeat(
  27,
);

/** Writes the drafts by SQL, as Strapi would have stored them. */
export async function makeEditionCourse(guru: Client, lessons: number): Promise<EditionCourse> {
  const { rows } = await guru.query<{ id: number; document_id: string }>(
    `insert into cms.draft_courses (document_id, name, description, level, certificate_type, overview, credit_cost,
      include_tests, include_labs, include_projects)
    values ('benchreaders000000000000', 'A large course', 'edition 0.', 'beginner', 'completion', 'About edition 0.', 0,
      false, false, false)
    returning id, document_id`,
  );
  const [course] = rows;
  if (course === undefined) throw new Error('The course was not made.');
  await guru.query(
    `with made as (
      insert into cms.draft_modules (document_id, title, order_index)
      select 'bench-module-' || n, 'Module ' || n || ', edition 0.', n from generate_series(1, $2::integer) n returning id)
    insert into cms.draft_modules_draft_course_lnk (draft_module_id, draft_course_id) select id, $1 from made`,
    [course.id, modules + 1],
  );
  await guru.query(
    `with made as (
      insert into cms.draft_lessons (document_id, title, estimated_time, order_index)
      select 'bench-lesson-' || n, 'Lesson ' || n || ', edition 0.', '20 minutes', n
      from generate_series(1, $1::integer) n returning id, order_index as n)
    insert into cms.draft_lessons_draft_module_lnk (draft_lesson_id, draft_module_id)
    select made.id, m.id from made join cms.draft_modules m
      on m.document_id = 'bench-module-' || case when made.n = $1 then $2::integer + 1 else 1 + made.n % $2::integer end`,
    [lessons + 1, modules],
  );
  await guru.query(
    `with made as (
      insert into cms.draft_ai_notes (document_id, content)
      select 'bench-note-' || id, $1 from cms.draft_lessons where document_id like 'bench-lesson-%'
      returning id, document_id)
    insert into cms.draft_ai_notes_draft_lesson_lnk (draft_ai_note_id, draft_lesson_id)
    select id, replace(document_id, 'bench-note-', '')::integer from made`,
    [note],
  );
  // What an autovacuum would have done by the time somebody publishes a course of this size.
  await guru.query('analyze');
  return { draftId: course.id, documentId: course.document_id, lessons, modules };
}

/** What an editor changes on a Monday morning: every title, and one lesson more or less. */
export async function editEdition(guru: Client, edition: number): Promise<void> {
  const words = `edition ${edition}.`;
  await guru.query('begin');
  await guru.query(
    `update cms.draft_courses set description = $1, overview = 'About ' || $1 where document_id = 'benchreaders000000000000'`,
    [words],
  );
  for (const table of ['draft_modules', 'draft_lessons']) {
    await guru.query(
      `update cms.${table} set title = regexp_replace(title, 'edition \\d+\\.', $1) where document_id like 'bench-%'`,
      [words],
    );
  }
  await guru.query(
    edition % 2 === 1
      ? `insert into cms.draft_modules_draft_course_lnk (draft_module_id, draft_course_id)
         select m.id, c.id from cms.draft_modules m, cms.draft_courses c
         where m.document_id = $1 and c.document_id = 'benchreaders000000000000' on conflict do nothing`
      : `delete from cms.draft_modules_draft_course_lnk l using cms.draft_modules m
         where m.id = l.draft_module_id and m.document_id = $1`,
    [`bench-module-${modules + 1}`],
  );
  await guru.query('commit');
}

/**
 * The edition a page or a reply shows, as far as it names any; null where it names two, or counts
 * lessons of another.
 */
export function editionIn(text: string, { lessons, modules: most }: EditionCourse): number | null {
  let edition: number | null = null;
  let at = text.indexOf('edition ');
  if (at < 0) throw new Error(`This is no page of the course: ${text.slice(0, 300)}`);
  for (; at >= 0; at = text.indexOf('edition ', at + 9)) {
    const named = Number.parseInt(text.slice(at + 8, at + 16), 10);
    if (edition !== null && named !== edition) return null;
    edition = named;
  }
  const extra = (edition ?? 0) % 2;
  for (const [pattern, right] of [
    [/([\d,]+) lessons/g, lessons + extra],
    [/([\d,]+) modules/g, most + extra],
    [/"lesson_count":(\d+)/g, lessons + extra],
    [/"module_count":(\d+)/g, most + extra],
  ] as const) {
    for (const [, counted] of text.matchAll(pattern))
      if (Number(counted?.replaceAll(',', '')) !== right) return null;
  }
  return edition;
}
