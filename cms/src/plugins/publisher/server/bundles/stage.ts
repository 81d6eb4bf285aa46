import type { GuruDatabase } from '../../../../lib/guru';
import { Refusal } from '../../../../lib/refusal';
import { tree } from '../tree';
import { liveTables, rowsOfSnapshot } from '../versions/live-rows';
import { limits } from './format';

/**
 * A course from outside, laid down in temporary tables and held against everything that live asks
 * of a course, before any draft is written. The text reaches the database piece by piece.
 */

const invalid = () => new Refusal(422, 'bundle.course-invalid');

/** @throws Refusal 413 `bundle.too-large`, 422 `bundle.course-invalid` */
export async function stageCourse(
  database: GuruDatabase,
  pieces: AsyncIterable<Buffer>,
): Promise<void> {
  await database.change(
    'create temporary table bundle_pieces (n integer, piece bytea) on commit drop',
  );
  let n = 0;
  for await (const piece of pieces) {
    await database.change('insert into pg_temp.bundle_pieces values ($1, $2)', [n, piece]);
    n += 1;
  }
  await database.change('create temporary table bundle_course (course jsonb) on commit drop');
  await reading(async () => {
    await database.change(
      `insert into pg_temp.bundle_course
      select convert_from(string_agg(piece, ''::bytea order by n), 'UTF8')::jsonb from pg_temp.bundle_pieces`,
    );
    await checkTables(database);
    for (const kind of tree) await checkFields(database, kind);
    await checkIdentities(database);
    await checkRows(database);
    await checkParents(database);
  });
}

/** The staged course with the library's new addresses in place of those it came with. */
export async function stagedWith(
  database: GuruDatabase,
  addresses: ReadonlyMap<string, string>,
): Promise<{ sql: string; parameters: readonly unknown[] }> {
  // The longest first, for one address may be the beginning of another.
  const pairs = [...addresses].sort(([one], [other]) => other.length - one.length);
  for (const [before, after] of pairs)
    await database.change(
      `update pg_temp.bundle_course set course = replace(course::text, $1, $2)::jsonb
      where strpos(course::text, $1) > 0`,
      [before, after],
    );
  return { sql: '(select course from pg_temp.bundle_course)', parameters: [] };
}

/** Data that a type or a constraint refuses is the bundle's fault (SQLSTATE classes 22, 23 and 54). */
async function reading(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const state = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (/^(22|23|54)/.test(state)) throw invalid();
    throw error;
  }
}

async function expectNone(
  database: GuruDatabase,
  query: string,
  parameters: readonly unknown[] = [],
): Promise<void> {
  if ((await database.rows(`${query} limit 1`, parameters)).length > 0) throw invalid();
}

const course = '(select course from pg_temp.bundle_course)';
const elements = (table: string, alias = 'element'): string =>
  `jsonb_array_elements(${course} -> '${table}') ${alias} (value)`;

/** Exactly the tree's tables, each a list of objects, one course, and not more than anybody teaches. */
async function checkTables(database: GuruDatabase): Promise<void> {
  const names = tree.map(({ liveTable }) => liveTable);
  await expectNone(
    database,
    `select from (select ${course} as value) whole where jsonb_typeof(value) <> 'object'`,
  );
  await expectNone(
    database,
    `select from jsonb_each(${course}) part (name, value)
    full join unnest($1::text[]) known (name) on known.name = part.name
    where part.name is null or known.name is null or jsonb_typeof(part.value) <> 'array'`,
    [names],
  );
  const [size] = await database.rows<{ nodes: number; courses: number }>(
    `select sum(jsonb_array_length(value))::float8 as nodes, jsonb_array_length(${course} -> 'course_contents') as courses
    from jsonb_each(${course}) part (name, value)`,
  );
  if ((size?.nodes ?? 0) > limits.nodes) throw new Refusal(413, 'bundle.too-large');
  if (size?.courses !== 1) throw invalid();
}

/** Every field is one that live knows, of the JSON type that its column holds. */
async function checkFields(database: GuruDatabase, kind: (typeof tree)[number]): Promise<void> {
  const places = liveTables.filter((place) => place.kind === kind);
  const hidden = new Set(kind.hidden?.columns.map(({ name }) => name));
  const names = [...new Set(['course_id', ...places.flatMap(({ columns }) => columns)])].filter(
    (name) => name !== kind.hidden?.idColumn,
  );
  await expectNone(
    database,
    `with known as (
      select attname::text as name, atttypid::regtype::text as type from pg_attribute
      where attrelid = any($1::regclass[]) and attname = any($2) and not attisdropped)
    select from ${elements(kind.liveTable)}
    cross join lateral jsonb_each(element.value) field (name, value)
    where not exists (select from known where known.name = field.name
      and jsonb_typeof(field.value) in ('null', case known.type
        when 'integer' then 'number' when 'boolean' then 'boolean' when 'jsonb' then 'array' else 'string' end))`,
    [places.map(({ table }) => table), names],
  );
  // Guru may not look at the tables of the keys, so what they ask for is asked here.
  const needed = (kind.hidden?.columns ?? []).filter(
    ({ name, form }) => hidden.has(name) && form === 'value',
  );
  for (const { name } of needed)
    await expectNone(
      database,
      `select from ${elements(kind.liveTable)} where element.value ->> '${name}' is null`,
    );
}

/** An id names one thing in the whole course. */
async function checkIdentities(database: GuruDatabase): Promise<void> {
  const ids = tree
    .map(
      ({ liveTable }) =>
        `select (element.value ->> 'id')::integer as id from ${elements(liveTable)}`,
    )
    .join(' union all ');
  await expectNone(database, `select id from (${ids}) all_ids where id is null or id < 1`);
  await expectNone(database, `select id from (${ids}) all_ids group by id having count(*) > 1`);
}

/** Live's own checks: the rows are written into tables made after those of live. */
async function checkRows(database: GuruDatabase): Promise<void> {
  for (const place of liveTables.filter(({ table }) => table.startsWith('live.'))) {
    const copy = `bundle_${place.kind.liveTable}`;
    await database.change(
      `create temporary table ${copy} (like ${place.table} including defaults including constraints) on commit drop`,
    );
    await database.change(
      `insert into pg_temp.${copy} (${place.columns.join(', ')}) ${rowsOfSnapshot(place, course, '1', '1')}`,
    );
  }
}

/** What a thing hangs on is in the course, and of the right kind. */
async function checkParents(database: GuruDatabase): Promise<void> {
  for (const kind of tree)
    for (const parent of kind.parents) {
      if (parent.column === null) continue;
      const above = tree.find(({ name }) => name === parent.kind);
      await expectNone(
        database,
        `select from pg_temp.bundle_${kind.liveTable} child where child.${parent.column} is not null
        and not exists (select from pg_temp.bundle_${above?.liveTable} above where above.id = child.${parent.column})`,
      );
    }
}
