import type { GuruDatabase } from '../../../../lib/guru';
import { roughTokens } from '../model/tokens';
import type { Passage } from './citations';
import { termsOf } from './words';

type Reader = Pick<GuruDatabase, 'rows'>;

interface Row {
  readonly id: number;
  readonly source: string;
  readonly place: string;
  readonly body: string;
}

/** Terms a query is searched by, the rarest first. */
const mostTerms = 48;
/** Passages looked at for a place in the budget. */
const mostRanked = 300;
/** What stands around a passage in a request: its fence and its label. */
const around = 40;

const costOf = ({ source, place, body }: Row): number =>
  roughTokens(body) + roughTokens(source) + roughTokens(place) + around;

/**
 * The passages that fit a question best, in the order in which they stand in their sources, labelled
 * `S1`, `S2`, …: everything where all of it is within `budget`, and otherwise what PostgreSQL's full
 * text search ranks highest, a rare word of the query counting for more than a common one. Never more
 * than `budget` tokens, roughly counted, with what is written around them.
 */
export async function passagesFor(
  reader: Reader,
  sourceIds: readonly number[],
  query: string,
  budget: number,
): Promise<Passage[]> {
  if (sourceIds.length === 0) return [];
  const rows =
    (await wholeWithin(reader, sourceIds, budget)) ??
    chosenWithin(await ranked(reader, sourceIds, query), budget);
  return rows
    .toSorted((one, other) => one.id - other.id)
    .map(({ source, place, body }, index) => ({
      label: `S${index + 1}`,
      source,
      place,
      text: body,
    }));
}

const columns = 'p.id, s.name as source, p.place, p.body';
const tables = 'ai.passages p join ai.sources s on s.id = p.source_id';

/** Everything, or null where that is more than the budget. */
async function wholeWithin(
  reader: Reader,
  ids: readonly number[],
  budget: number,
): Promise<Row[] | null> {
  // No token has more signs than about four.
  const [all] = await reader.rows<{ characters: number }>(
    'select coalesce(sum(characters), 0)::float8 as characters from ai.sources where id = any($1)',
    [ids],
  );
  if ((all?.characters ?? 0) > budget * 4) return null;
  const rows = await reader.rows<Row>(
    `select ${columns} from ${tables} where s.id = any($1) order by p.id`,
    [ids],
  );
  return rows.reduce((sum, row) => sum + costOf(row), 0) <= budget ? rows : null;
}

/** The best first; after what the query finds, the beginnings of the sources. */
async function ranked(reader: Reader, ids: readonly number[], query: string): Promise<Row[]> {
  // A stem finds all words that begin with it. Quotes and backslashes cannot stand in a term.
  const terms = [...termsOf(query)].slice(0, 400).map((term) => `'${term}':*`);
  return reader.rows<Row>(
    `with wanted as (
      select term::tsquery as term, count(p.id)::float8 as found
      from unnest($2::text[]) as t (term)
      left join ai.passages p on p.source_id = any($1) and p.search @@ term::tsquery
      group by 1
    ), size as (
      select count(*)::float8 as passages from ai.passages where source_id = any($1)
    ), searched as (
      -- What stands in most passages tells none from another, and takes the longest to look at.
      select term, ln(1 + passages / found) as weight from wanted, size
      where found > 0 and (found <= passages / 2 or found = (select min(found) from wanted where found > 0))
      order by found limit ${mostTerms}
    ), scored as (
      select p.id, sum(weight * ts_rank(p.search, term, 1)) as score
      from searched join ai.passages p on p.source_id = any($1) and p.search @@ term
      group by p.id
    )
    select ${columns} from ${tables} left join scored on scored.id = p.id
    where s.id = any($1)
    order by score desc nulls last, p.position, p.id limit ${mostRanked}`,
    [ids, terms],
  );
}

/** One after the other as long as there is room; one that is too long leaves it to shorter ones. */
function chosenWithin(rows: readonly Row[], budget: number): Row[] {
  let left = budget;
  return rows.filter((row) => {
    const cost = costOf(row);
    if (cost > left) return false;
    left -= cost;
    return true;
  });
}
