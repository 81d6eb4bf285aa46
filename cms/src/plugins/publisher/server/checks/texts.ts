import { setImmediate as pause } from 'node:timers/promises';
import type { GuruDatabase } from '../../../../lib/guru';
import { membersOf } from '../draft-rows';
import { type KindName, kindNamed } from '../tree';
import { factsOf, factsVersion, largestText } from './text-facts';

/** The Markdown texts of a course, as the learner site renders them. */
export const texts: readonly { readonly kind: KindName; readonly column: string }[] = [
  { kind: 'course', column: 'overview' },
  { kind: 'ai_note', column: 'content' },
  { kind: 'ai_note', column: 'simplified_explanation' },
  { kind: 'question', column: 'question_text' },
  { kind: 'question', column: 'explanation' },
  { kind: 'practice_lab', column: 'instructions' },
  { kind: 'project', column: 'description' },
  { kind: 'project', column: 'problem_statement' },
  { kind: 'project', column: 'objectives' },
  { kind: 'project', column: 'deliverables' },
  { kind: 'project', column: 'submission_instructions' },
  { kind: 'project_step', column: 'description' },
];

/** Only a link, a picture, HTML, or a deep nesting can have facts; most texts are done with this. */
export const mayHaveFacts = (column: string): string =>
  `${column} is not null and octet_length(${column}) <= ${largestText}
    and (position('](' in ${column}) > 0 or position('<' in ${column}) > 0 or position(']:' in ${column}) > 0
      or position('> > > >' in ${column}) > 0 or position('>>>>' in ${column}) > 0)`;

export const hashOf = (column: string): string => `sha256(convert_to(${column}, 'UTF8'))`;

/** Texts are taken in bites, so that memory does not grow with the course. */
const biteRows = 200;

/**
 * Reads the facts of every text of the course that are not known yet, and keeps them. Known texts
 * cost their hash.
 */
export async function readNewTexts(database: GuruDatabase, draftId: number): Promise<void> {
  for (const { kind, column } of texts) {
    const { draftTable } = kindNamed(kind);
    const cell = `d.${column}`;
    for (let last = 0; ; ) {
      const found = await database.rows<{ id: number; hash: Buffer; text: string }>(
        `select d.id, ${hashOf(cell)} as hash, ${cell} as text from cms.${draftTable} d
        where d.id in (${membersOf(kindNamed(kind))}) and d.id > $2 and ${mayHaveFacts(cell)}
          and not exists (select from cms.text_facts f where f.hash = ${hashOf(cell)} and f.facts_version = $3)
        order by d.id limit ${biteRows}`,
        [draftId, last, factsVersion],
      );
      const facts: unknown[] = [];
      for (const { text } of found) {
        facts.push(await factsOf(text));
        // Parsing holds the process; whoever else waits for it comes in between.
        await pause();
      }
      if (found.length > 0) {
        await database.rows(
          `insert into cms.text_facts (hash, facts_version, facts)
          select distinct on (hash) hash, $3::integer, facts
          from unnest($1::bytea[], $2::jsonb[]) as known (hash, facts)
          on conflict (hash) do update set facts_version = excluded.facts_version, facts = excluded.facts`,
          [
            found.map(({ hash }) => hash),
            facts.map((known) => JSON.stringify(known)),
            factsVersion,
          ],
        );
      }
      if (found.length < biteRows) break;
      last = found.at(-1)?.id ?? last;
    }
  }
}
