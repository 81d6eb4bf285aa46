import { createHash } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import type { Administrator } from '../../../../lib/admin-request';
import { asGuru, type GuruDatabase, inGuruTransaction } from '../../../../lib/guru';
import { courseKind } from '../../../../lib/own-courses';
import { Refusal } from '../../../../lib/refusal';
import type { Source, SourceRecord } from '../wire';
import { cleanLine } from './clean';
import { mostSources } from './limits';
import type { ReadResult, SourceKind } from './read/read';

type Reader = Pick<GuruDatabase, 'rows'>;

const columns = `s.id, s.name, s.kind, s.url, s.characters, s.added_by_name as "addedBy",
  to_char(s.added_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "addedAt",
  (select count(*)::integer from ai.passages p where p.source_id = s.id) as passages`;

/** Passages that are read at a time. */
const pageLength = 50;

/** The sources of a draft course, the newest first. */
export const sourcesOf = (reader: Reader, course: string): Promise<Source[]> =>
  reader.rows<Source>(
    `select ${columns} from ai.sources s where s.course = $1 order by s.id desc`,
    [course],
  );

/** A source of a course with its passages behind `after`; refused with 404 where there is none. */
export async function sourceRecord(
  reader: Reader,
  course: string,
  id: number,
  after = 0,
): Promise<SourceRecord> {
  const [source] = await reader.rows<Source>(
    `select ${columns} from ai.sources s where s.course = $1 and s.id = $2`,
    [course, id],
  );
  if (source === undefined) throw new Refusal(404, 'ai.source-not-found');
  const rows = await reader.rows<SourceRecord['rows'][number]>(
    `select position, place, body as text from ai.passages
    where source_id = $1 and position > $2 order by position limit ${pageLength + 1}`,
    [id, after],
  );
  const shown = rows.slice(0, pageLength);
  const isMore = rows.length > pageLength;
  return { source, rows: shown, next: isMore ? (shown.at(-1)?.position ?? null) : null };
}

/** Refuses with 404 where the draft course is not there, and with 409 where no source can be added to it. */
export async function requireRoom(app: Core.Strapi, course: string): Promise<void> {
  const where = { documentId: course };
  if ((await app.db.query(courseKind).count({ where })) === 0)
    throw new Refusal(404, 'ai.course-not-found');
  await asGuru(app, (database) => refuseFull(database, course));
}

async function refuseFull(database: Reader, course: string): Promise<void> {
  const [present] = await database.rows<{ count: number }>(
    'select count(*)::integer as count from ai.sources where course = $1',
    [course],
  );
  if ((present?.count ?? 0) >= mostSources) throw new Refusal(409, 'ai.sources-full');
}

export interface NewSource {
  readonly name: string;
  readonly kind: SourceKind;
  /** Of a web page or of a file that was fetched; null of one that was sent. */
  readonly url: string | null;
  readonly read: ReadResult;
}

/** Keeps a source that was read. Refuses with 409 the same text twice, and more than a course may have. */
export function keepSource(
  app: Core.Strapi,
  course: string,
  actor: Administrator,
  { name, kind, url, read }: NewSource,
): Promise<Source> {
  const { pieces, characters } = read;
  const hash = createHash('sha256');
  for (const { place, text } of pieces) hash.update(`${place}\0${text}\0`);
  const sha256 = hash.digest('hex');
  return inGuruTransaction(
    app,
    {},
    async (database) => {
      // One at a time for each course, so that they are counted right.
      await database.rows('select pg_advisory_xact_lock(hashtext($1), hashtext($2))', [
        'ai.sources',
        course,
      ]);
      await refuseFull(database, course);
      const same = await database.rows<{ name: string }>(
        'select name from ai.sources where course = $1 and sha256 = $2',
        [course, sha256],
      );
      if (same[0] !== undefined) {
        const sentence = `The same text is attached already, as “${same[0].name}”.`;
        throw new Refusal(409, 'ai.source-exists', undefined, sentence);
      }
      const [row] = await database.rows<{ id: number }>(
        `insert into ai.sources (course, name, kind, url, characters, sha256, added_by, added_by_name)
        values ($1, $2, $3, $4, $5, $6, $7, $8) returning id`,
        [course, cleanLine(name, 300) || kind, kind, url, characters, sha256, actor.id, actor.name],
      );
      const id = row?.id ?? 0;
      await database.change(
        `insert into ai.passages (source_id, position, place, body)
        select $1, position, place, body
        from unnest($2::text[], $3::text[]) with ordinality as piece (place, body, position)`,
        [id, pieces.map(({ place }) => place), pieces.map(({ text }) => text)],
      );
      return (await sourceRecord(database, course, id)).source;
    },
    'read committed',
  );
}

/** Takes a source away; what cites it keeps the words. Refused with 404 where there is none. */
export async function removeSource(app: Core.Strapi, course: string, id: number): Promise<void> {
  const removed = await asGuru(app, (database) =>
    database.change('delete from ai.sources where course = $1 and id = $2', [course, id]),
  );
  if (removed === 0) throw new Refusal(404, 'ai.source-not-found');
}
