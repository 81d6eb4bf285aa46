import type { GuruDatabase } from '../../../../lib/guru';
import { tree } from '../../../publisher/server/tree';
import type { CommandName, KindName, Proposal, ProposalState } from '../wire';

interface ProposalFilter {
  readonly ids?: readonly number[] | undefined;
  readonly job?: number | undefined;
  readonly step?: number | undefined;
  /** The draft course. */
  readonly course?: string | undefined;
  readonly state?: ProposalState | undefined;
  readonly kind?: KindName | undefined;
  /** A draft it changes or goes below. */
  readonly entry?: string | undefined;
  readonly before?: number | undefined;
  readonly most?: number | undefined;
}

type Row = Omit<Proposal, 'parent' | 'cost' | 'canAskAgain'> & {
  readonly parentKind: KindName | null;
  readonly parentDocumentId: string | null;
  readonly parentProposal: number | null;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly microdollars: number | null;
};

/** A proposal's draft as it is now: each field that the proposal has, by its kind's table. */
const nowOf = `case p.kind ${tree
  .map(
    ({ name, draftTable }) =>
      `when '${name}' then (select jsonb_object_agg(k.name, to_jsonb(d) -> k.name)
        from cms.${draftTable} d cross join jsonb_object_keys(p.fields) k (name)
        where d.document_id = p.document_id)`,
  )
  .join('\n      ')} end`;

/** An empty field is empty in whatever way it is kept. */
const filled = (value: string): string =>
  `case when ${value} in ('null', '""', '[]') then null else ${value} end`;

/** Whether a model wrote a block: the test that is proposed with questions only holds them. */
export const isWritten = (command: CommandName, key: string): boolean =>
  command !== 'questions' || key !== 'test';

/**
 * Proposals as the admin's pages read them, the newest first, each beside what its draft holds: an open one
 * beside what it holds now, a decided one beside what was there before.
 */
export async function proposalsOf(
  database: GuruDatabase,
  where: ProposalFilter,
): Promise<Proposal[]> {
  const rows = await database.rows<Row>(
    `select p.id, p.job_id as "jobId", p.step_id as "stepId", s.command, s.title, p.key, p.kind, p.fields, p.children,
      p.state, p.document_id as "documentId", p.parent_kind as "parentKind",
      p.parent_document_id as "parentDocumentId", p.parent_proposal as "parentProposal",
      case when p.state = 'open' then n.now else coalesce(p.replaced, p.present) end as present,
      p.state = 'open' and p.document_id is not null and (n.now is null or exists (
        select from jsonb_each(n.now) f
        where ${filled('f.value')} is distinct from ${filled('(p.present -> f.key)')})) as "isStale",
      p.citations, p.uncovered, p.checks, p.model, p.prompt, p.made_at as "madeAt",
      p.decided_by_name as "decidedBy", p.decided_at as "decidedAt", p.remark,
      c.input_tokens as "inputTokens", c.output_tokens as "outputTokens", c.microdollars
    from ai.proposals p
    join ai.jobs j on j.id = p.job_id
    join ai.steps s on s.id = p.step_id
    cross join lateral (
      select coalesce(sum(r.input_tokens), 0)::bigint as input_tokens,
        coalesce(sum(r.output_tokens), 0)::bigint as output_tokens, sum(r.microdollars)::bigint as microdollars
      from ai.requests r where r.step_id = p.step_id) c
    cross join lateral (select case when p.state = 'open' and p.document_id is not null then ${nowOf} end as now) n
    where ($1::integer[] is null or p.id = any($1)) and ($2::integer is null or p.job_id = $2)
      and ($3::integer is null or p.step_id = $3) and ($4::text is null or j.course = $4)
      and ($5::text is null or p.state = $5) and ($6::text is null or p.kind = $6)
      and ($7::text is null or $7 in (p.document_id, p.parent_document_id, s.target_document_id))
      and ($8::integer is null or p.id < $8)
    order by p.id desc
    limit $9`,
    [
      where.ids ?? null,
      where.job ?? null,
      where.step ?? null,
      where.course ?? null,
      where.state ?? null,
      where.kind ?? null,
      where.entry ?? null,
      where.before ?? null,
      where.most ?? null,
    ],
  );
  return rows.map(
    ({
      parentKind,
      parentDocumentId,
      parentProposal,
      inputTokens,
      outputTokens,
      microdollars,
      ...row
    }): Proposal => ({
      ...row,
      parent:
        parentProposal !== null
          ? { proposal: parentProposal }
          : parentKind !== null && parentDocumentId !== null
            ? { kind: parentKind, documentId: parentDocumentId }
            : null,
      cost: { inputTokens, outputTokens, microdollars },
      canAskAgain:
        (row.state === 'open' || row.state === 'rejected') && isWritten(row.command, row.key),
    }),
  );
}
