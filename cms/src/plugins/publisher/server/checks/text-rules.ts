import { type KindName, tree } from '../tree';
import { type Rule, theEntry } from './rule';
import { factsVersion, largestText } from './text-facts';
import { hashOf, mayHaveFacts, texts } from './texts';

/** The texts fetched once each; a stored one would be unpacked anew by every function that looks at it. */
const inMemory = (kind: KindName, column: string): string =>
  `select n.id, n.document_id, n.called, n.place, d.${column} || '' as value
  from ${kind} n join cms.draft_${kind}s d on d.id = n.id
  where octet_length(d.${column}) <= ${largestText} offset 0`;

/**
 * Every text that may have facts, with them, as the named query `text`; it stands behind `courseTree`.
 * The facts of a text that was never read are null.
 */
export const textTree: string = `text as (${texts
  .map(
    ({
      kind,
      column,
    }) => `select '${kind}' as kind, n.id, n.document_id, n.called, n.place, '${column}' as field, f.facts
      from (${inMemory(kind, column)}) n
      left join cms.text_facts f on f.hash = ${hashOf('n.value')} and f.facts_version = ${factsVersion}
      where ${mayHaveFacts('n.value')} and f.facts is distinct from '{}'`,
  )
  .join('\n    union all ')})`;

const about = 't.kind, t.id, t.document_id, t.called, t.place, t.field';
/** The texts that have something under `fact`; `where` narrows what counts, as `value`. */
const having = (fact: string, where = 'true'): string =>
  `select ${about}, jsonb_build_object('what', string_agg(value, ', ' order by value)) as details
  from (select t.*, value from text t, jsonb_array_elements_text(t.facts -> '${fact}') value where ${where}) t
  group by ${about}`;

/** A jsonb value cannot be larger than 268,435,455 bytes; the rest is room for what is estimated. */
const largestSnapshot = 250_000_000;
/** Names of the columns, lengths and types, which jsonb stores with every row. */
const bytesARow = 400;

/** Links, pictures, HTML and sizes, told from the facts of the texts. */
export const textRules: readonly Rule[] = [
  {
    name: 'text-is-safe',
    severity: 'error',
    find: having('unsafe'),
    message: (finding) =>
      `${theEntry(finding)} contains code that would run in the reader’s browser (${finding.details.what}). The site never shows it; put it into a code block, or remove it.`,
  },
  {
    name: 'text-can-be-read',
    severity: 'error',
    find: `select ${about}, '{}'::jsonb as details from text t where t.facts ? 'tooDeep'`,
    message: (finding) =>
      `${theEntry(finding)} has lists or quotes nested so deeply that nobody could read them. Make it flatter.`,
  },
  {
    name: 'text-is-not-too-long',
    severity: 'error',
    find: texts
      .map(
        ({
          kind,
          column,
        }) => `select '${kind}' as kind, n.id, n.document_id, n.called, n.place, '${column}' as field,
          jsonb_build_object('kilobytes', octet_length(d.${column}) / 1000) as details
        from ${kind} n join cms.draft_${kind}s d on d.id = n.id where octet_length(d.${column}) > ${largestText}`,
      )
      .join('\nunion all '),
    message: (finding) =>
      `${theEntry(finding)} has a text of ${finding.details.kilobytes} KB; at most ${largestText / 1000} KB can be read on a phone. Divide it.`,
  },
  {
    name: 'course-is-not-too-large',
    severity: 'error',
    find: `select 'course' as kind, c.id, c.document_id, c.called, c.place, null::text as field,
        jsonb_build_object('megabytes', size.bytes / 1000000) as details
      from course c cross join (select sum(bytes)::bigint as bytes from (${tree
        .map(({ name, columns, hidden, draftTable }) => {
          const sizes = [...columns, ...(hidden?.columns ?? [])].map(
            (column) => `coalesce(octet_length(d.${column.name}::text), 0)`,
          );
          return `select sum(${bytesARow} + ${sizes.join(' + ')}) as bytes from ${name} n join cms.${draftTable} d on d.id = n.id`;
        })
        .join(' union all ')}) kinds) size
      where size.bytes > ${largestSnapshot}`,
    message: (finding) =>
      `The course has ${finding.details.megabytes} MB of text; a version can hold ${largestSnapshot / 1_000_000} MB. Divide it into two courses.`,
  },
  {
    name: 'pictures-are-there',
    severity: 'warning',
    find: having('uploads', 'not exists (select from cms.files f where f.url = value)'),
    message: (finding) =>
      `${theEntry(finding)} shows or links a file that is not in the media library: ${finding.details.what}. Upload it, or remove the link.`,
  },
  {
    name: 'pictures-have-a-description',
    severity: 'warning',
    find: having('silent'),
    message: (finding) =>
      `${theEntry(finding)} has pictures without alternative text: ${finding.details.what}. Say in a few words what they show.`,
  },
  {
    name: 'links-lead-somewhere',
    severity: 'warning',
    find: `${having('relative')}
      union all ${having('anchors')}
      union all ${having(
        'nodes',
        `not exists (select from live.nodes n where n.id = split_part(value, ' ', 2)::integer
          and n.kind = case split_part(value, ' ', 1) when 'lab' then 'practice_lab' else split_part(value, ' ', 1) end)`,
      )}`,
    message: (finding) =>
      `${theEntry(finding)} has links that lead nowhere: ${finding.details.what}. Correct or remove them.`,
  },
  {
    name: 'html-is-shown',
    severity: 'warning',
    find: having('dropped'),
    message: (finding) =>
      `${theEntry(finding)} has HTML that the site leaves out: ${finding.details.what}. Write it in Markdown.`,
  },
];
