import type { Core } from '@strapi/strapi';
import type { Administrator } from '../../../../lib/admin-request';
import type { GuruDatabase } from '../../../../lib/guru';
import { kindNamed } from '../../../publisher/server/tree';
import type { Entry, KindName, Share, Written } from '../wire';
import { textFields } from './texts';

/** Fields that were written into a draft. */
interface WrittenEntry extends Entry {
  readonly fields: readonly string[];
}

/**
 * Puts down that these fields of drafts hold what a proposal brought, as they are stored now. Called inside
 * `app.db.transaction`, after the drafts were written; a field that holds no words is passed by. With
 * `isReviewed` who accepts has looked at it and stands behind it.
 */
export async function recordProvenance(
  app: Core.Strapi,
  accepted: {
    readonly proposalId: number;
    readonly entries: readonly WrittenEntry[];
    readonly actor: Administrator;
    readonly isEdited: boolean;
    readonly isReviewed: boolean;
  },
): Promise<void> {
  const parts = accepted.entries.map(({ kind, documentId, fields }) => ({
    statement: `select '${kind}' as kind, d.document_id, f.field, to_jsonb(d) -> f.field as value
      from cms.${kindNamed(kind).draftTable} d cross join unnest(cast(? as text[])) f (field)
      where d.document_id = ?`,
    bindings: [fields.filter((field) => textFields[kind].includes(field)), documentId],
  }));
  if (parts.length === 0) return;
  await app.db.transaction(async ({ trx }) => {
    await trx.raw(
      `select ai.add_provenance(?, (select coalesce(jsonb_agg(to_jsonb(w)), '[]')
        from (${parts.map(({ statement }) => statement).join('\nunion all ')}) w), ?, ?, ?, ?)`,
      [
        accepted.proposalId,
        ...parts.flatMap(({ bindings }) => bindings),
        accepted.actor.id,
        accepted.actor.name,
        accepted.isEdited,
        accepted.isReviewed,
      ],
    );
  });
}

/** What a proposal brought was taken back; called inside `app.db.transaction`. */
export async function withdrawProvenance(
  app: Core.Strapi,
  proposalId: number,
  actor: Administrator,
): Promise<void> {
  await app.db.transaction(async ({ trx }) => {
    await trx.raw('select ai.withdraw_provenance(?, ?, ?)', [proposalId, actor.id, actor.name]);
  });
}

const course = '(select id from cms.draft_courses where document_id = $1)';

/** How much of a course's text a machine wrote. Nothing at all where the course is gone. */
export async function shareOf(database: GuruDatabase, courseDocumentId: string): Promise<Share> {
  const [share] = await database.rows<Share>(
    `select (select coalesce(sum(characters), 0)::integer from cms.draft_texts(${course})) as characters,
      coalesce(sum(w.characters), 0)::integer as "machineWritten",
      coalesce(sum(w.characters) filter (where not w.is_reviewed), 0)::integer as unreviewed,
      (select count(*)::integer from ai.proposals p join ai.jobs j on j.id = p.job_id
        where j.course = $1 and p.state = 'open') as "openProposals"
    from cms.machine_written(${course}) w`,
    [courseDocumentId],
  );
  return share ?? { characters: 0, machineWritten: 0, unreviewed: 0, openProposals: 0 };
}

interface WrittenFilter {
  readonly kind?: KindName | undefined;
  readonly documentId?: string | undefined;
  readonly unreviewed?: boolean | undefined;
  /** Only what stands before this id. */
  readonly before?: number | undefined;
  readonly most: number;
}

type WrittenRow = Omit<Written, 'entry' | 'cost'> & {
  readonly kind: KindName;
  readonly documentId: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly microdollars: number | null;
  /** The last id of all pages. */
  readonly lowest: number;
};

/**
 * The fields of a course that a machine wrote, the newest acceptance first. One text that stands in several
 * drafts has the same id in each, and a page may be longer by those.
 */
export async function writtenOf(
  database: GuruDatabase,
  courseDocumentId: string,
  { kind, documentId, unreviewed, before, most }: WrittenFilter,
): Promise<{ rows: Written[]; next: number | null }> {
  const found = await database.rows<WrittenRow>(
    `select p.id, w.kind, w.document_id as "documentId", coalesce(w.title, '') as title, w.field, p.model, p.prompt,
      p.citations, p.made_at as "madeAt", p.input_tokens as "inputTokens", p.output_tokens as "outputTokens",
      p.microdollars, p.accepted_by_name as "acceptedBy", p.accepted_at as "acceptedAt",
      p.reviewed_by_name as "reviewedBy", p.reviewed_at as "reviewedAt", w.is_edited as "isEdited",
      min(p.id) over () as lowest
    from cms.machine_written(${course}) w
    join ai.provenance p on p.id = w.provenance_id
    where ($2::text is null or w.kind = $2) and ($3::text is null or w.document_id = $3)
      and (not $4 or not w.is_reviewed) and ($5::integer is null or p.id < $5)
    order by p.id desc
    fetch first $6 rows with ties`,
    [courseDocumentId, kind ?? null, documentId ?? null, unreviewed ?? false, before ?? null, most],
  );
  const rows = found.map(
    ({
      kind,
      documentId,
      inputTokens,
      outputTokens,
      microdollars,
      lowest: _,
      ...row
    }): Written => ({
      ...row,
      entry: { kind, documentId },
      cost: { inputTokens, outputTokens, microdollars },
    }),
  );
  const last = found.at(-1);
  return { rows, next: last === undefined || last.id === last.lowest ? null : last.id };
}

/**
 * Marks texts of a course as reviewed by somebody, and returns how many were not before. What does not stand
 * in that course is passed by.
 */
export async function review(
  database: GuruDatabase,
  courseDocumentId: string,
  ids: readonly number[],
  actor: Administrator,
): Promise<number> {
  const [done] = await database.rows<{ reviewed: number }>(
    `select ai.review(array(select w.provenance_id from cms.machine_written(${course}) w
      where w.provenance_id = any($2)), $3, $4) as reviewed`,
    [courseDocumentId, ids, actor.id, actor.name],
  );
  return done?.reviewed ?? 0;
}
