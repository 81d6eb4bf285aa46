import type { Core } from '@strapi/strapi';
import { readAsGuru } from '../../../lib/guru';
import { isOwnCourse } from '../../../lib/own-courses';
import { Refusal } from '../../../lib/refusal';
import { coursesOf } from '../../publisher/server/editing';
import { kindNamed } from '../../publisher/server/tree';
import type { Entry, EntryPlace } from './wire';

/** What a kind calls its entries by; notes have no name. */
const nameColumns: Partial<Record<Entry['kind'], string>> = {
  course: 'name',
  question: 'question_text',
  certificate: 'name',
  ai_note: "''",
};

/**
 * Which course an entry of the content manager belongs to, of several the one that was made first.
 * @param author the administrator who reaches own courses only; undefined for everybody else
 * @throws a refusal 404 for a draft that is not there, or in somebody else's course
 */
export async function placeOf(
  app: Core.Strapi,
  { kind: name, documentId }: Entry,
  author: number | undefined,
): Promise<EntryPlace> {
  const kind = kindNamed(name);
  const drafts = `select id from cms.${kind.draftTable} where document_id = $1`;
  const [found] = await readAsGuru(app, ({ rows }) =>
    rows<{ title: string; courseId: string | null; isOwn: boolean }>(
      `select coalesce(${nameColumns[name] ?? 'title'}, '') as title,
        created_by_id is not distinct from $2 as "isOwn",
        (select c.document_id from cms.draft_courses c where c.id in (${coursesOf(kind, drafts)})
          order by c.id limit 1) as "courseId"
      from cms.${kind.draftTable} where document_id = $1 order by id limit 1`,
      [documentId, author ?? null],
    ),
  );
  if (found === undefined) throw new Refusal(404, 'ai.draft-gone');
  const { title, courseId, isOwn } = found;
  if (author !== undefined) {
    const isReached = courseId === null ? isOwn : await isOwnCourse(app, courseId, author);
    if (!isReached) throw new Refusal(404, 'ai.draft-gone');
  }
  return { kind: name, documentId, courseId, title };
}
