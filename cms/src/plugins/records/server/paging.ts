import type { GuruDatabase } from '../../../lib/guru';
import type { Paged } from './wire';

export const pageSize = 25;

/** A where clause that grows by what a list is narrowed to; an undefined value does not narrow. */
export class Narrowing {
  readonly parameters: unknown[] = [];
  readonly #conditions: string[] = [];

  by(value: unknown, condition: (place: string) => string): this {
    if (value === undefined) return this;
    this.parameters.push(value);
    return this.having(condition(`$${this.parameters.length}`));
  }

  having(condition: string): this {
    this.#conditions.push(condition);
    return this;
  }

  get where(): string {
    return this.#conditions.length === 0 ? '' : `where ${this.#conditions.join(' and ')}`;
  }
}

/** One list: `counted` is what is counted, `columns` what is read of the one page only. */
interface List {
  /** What follows `from`, without a where clause; its rows are the list's. */
  readonly from: string;
  /** Further tables that only the rows of the page are joined with. */
  readonly join?: string;
  readonly columns: string;
  /** What the rows of the page are called in `columns` and `join`. */
  readonly alias: string;
  /** Columns of `from`, which must give every row its place, so that none stands on two pages. */
  readonly order: readonly string[];
}

/**
 * A page of a list and how long the list is. The page is cut out before anything is joined to it,
 * so a list of 100,000 joins 25.
 *
 * @param page from 1
 */
export async function pageOf<Row>(
  database: GuruDatabase,
  { from, join = '', columns, alias, order }: List,
  narrowing: Narrowing,
  page: number,
): Promise<Paged<Row>> {
  const { where, parameters } = narrowing;
  const [counted] = await database.rows<{ total: number }>(
    `select count(*) as total from ${from} ${where}`,
    parameters,
  );
  const placed = (of: string) => order.map((column) => `${of}${column}`).join(', ');
  const rows = await database.rows<Row>(
    `select ${columns}
    from (
      select * from ${from} ${where}
      order by ${placed('')} limit ${pageSize} offset $${parameters.length + 1}
    ) ${alias} ${join}
    order by ${placed(`${alias}.`)}`,
    [...parameters, (page - 1) * pageSize],
  );
  return { rows, total: counted?.total ?? 0, page, pageSize };
}
