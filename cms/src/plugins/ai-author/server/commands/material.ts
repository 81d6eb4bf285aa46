import type { Reader } from './command';
import { childrenOf, type Draft, type Place, titleOf } from './reading';
import { clipped } from './writing';

/** What was taught, for questions, labs and projects that are about it. */
export interface Material {
  readonly title: string;
  readonly text: string;
}

/** Letters of a note that are read at most: more than any question has room for (`dataBudget`). */
const mostLetters = 20_000;

/** The notes of lessons, by document id: as they stand, or else the newest that is proposed. */
async function notesOf(
  reader: Reader,
  lessons: readonly Draft[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await reader.rows<{ documentId: string; text: string }>(
    `select l.document_id as "documentId", left(coalesce(
        (select n.content from cms.draft_ai_notes_draft_lesson_lnk k
          join cms.draft_ai_notes n on n.id = k.draft_ai_note_id
          where k.draft_lesson_id = l.id and btrim(coalesce(n.content, '')) <> '' order by n.id limit 1),
        (select p.fields ->> 'content' from ai.proposals p
          where p.kind = 'ai_note' and p.key = 'content' and p.state = 'open'
            and p.parent_kind = 'lesson' and p.parent_document_id = l.document_id
          order by p.id desc limit 1),
        ''), $2) as text
    from cms.draft_lessons l where l.id = any ($1::integer[])`,
    [lessons.map(({ id }) => id), mostLetters],
  );
  return new Map(rows.map(({ documentId, text }) => [documentId, text]));
}

async function lessonsBelow(reader: Reader, target: Draft): Promise<Draft[]> {
  if (target.kind === 'lesson') return [target];
  if (target.kind === 'module') return childrenOf(reader, target, 'lesson');
  const modules = await childrenOf(reader, target, 'module');
  return (await Promise.all(modules.map((one) => childrenOf(reader, one, 'lesson')))).flat();
}

/** The notes below the lesson or module a draft stands in, or else below its course. */
export async function readMaterial(
  reader: Reader,
  { target, above, course }: Place,
): Promise<Material[]> {
  const about = [target, ...above].find(({ kind }) => kind === 'lesson' || kind === 'module');
  const lessons = await lessonsBelow(reader, about ?? course);
  const notes = await notesOf(reader, lessons);
  return lessons
    .map((lesson) => ({ title: titleOf(lesson), text: notes.get(lesson.documentId) ?? '' }))
    .filter(({ text }) => text.trim() !== '');
}

/** The material as one piece of data, of each lesson a share; none where nothing was taught yet. */
export const materialData = (
  material: readonly Material[],
  tokens: number,
): { name: string; text: string }[] =>
  material.length === 0
    ? []
    : [
        {
          name: 'material',
          text: material
            .map(
              ({ title, text }) =>
                `Lesson “${title}”\n\n${clipped(text, Math.floor(tokens / material.length))}`,
            )
            .join('\n\n'),
        },
      ];
