import type { Reader } from './command';
import { childrenOf, type Draft, type Place, textField, titleOf } from './reading';
import { clipped } from './writing';

/** What was taught, for questions, labs and projects that are about it. */
export interface Material {
  readonly title: string;
  readonly text: string;
}

/** The newest notes of a lesson that were proposed and not decided on yet. */
async function proposedNotes(reader: Reader, lesson: Draft): Promise<string> {
  const [row] = await reader.rows<{ content: string | null }>(
    `select fields ->> 'content' as content from ai.proposals
    where kind = 'ai_note' and key = 'content' and state = 'open'
      and parent_kind = 'lesson' and parent_document_id = $1
    order by id desc limit 1`,
    [lesson.documentId],
  );
  return row?.content ?? '';
}

/** A lesson's notes as they stand, or else as they are proposed. */
async function notesOf(reader: Reader, lesson: Draft): Promise<string> {
  const [note] = await childrenOf(reader, lesson, 'ai_note');
  const content = note === undefined ? '' : textField(note, 'content');
  return content.trim() === '' ? proposedNotes(reader, lesson) : content;
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
  const all: Material[] = [];
  for (const lesson of lessons) {
    const text = await notesOf(reader, lesson);
    if (text.trim() !== '') all.push({ title: titleOf(lesson), text });
  }
  return all;
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
