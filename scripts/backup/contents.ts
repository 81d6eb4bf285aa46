import { type Client, escapeIdentifier } from 'pg';

/** How many rows each table of a database has, by its name with its schema. */
export async function countRows(admin: Client): Promise<Record<string, number>> {
  const { rows: tables } = await admin.query<{ schema: string; name: string }>(
    `select n.nspname as schema, c.relname as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and n.nspname !~ '^(pg_|information_schema$)'
    order by 1, 2`,
  );
  const counts: Record<string, number> = {};
  for (const { schema, name } of tables) {
    const table = `${escapeIdentifier(schema)}.${escapeIdentifier(name)}`;
    const { rows } = await admin.query<{ count: string }>(`select count(*) from ${table}`);
    counts[`${schema}.${name}`] = Number(rows[0]?.count);
  }
  return counts;
}

/** Where rows keep the address of a file of the uploads folder. */
const mediaColumns = [
  ['cms.files', `select url from cms.files where provider = 'local'`],
  [
    'cms.files',
    `select f.value ->> 'url' as url from cms.files, jsonb_each(formats) f where provider = 'local'`,
  ],
  ['activity.certificate_files', 'select storage_url as url from activity.certificate_files'],
  ['activity.marksheet_files', 'select storage_url as url from activity.marksheet_files'],
  [
    'activity.submission_files',
    'select storage_url as url from activity.submission_files where stored_at is not null and erased_at is null',
  ],
] as const;

/** The addresses, like “/uploads/a.png”, of the files that rows name. */
export async function mediaOfRows(admin: Client): Promise<Set<string>> {
  const addresses = new Set<string>();
  for (const [table, query] of mediaColumns) {
    // A database in which the cms has never started has no tables of its own yet.
    const there = await admin.query('select where to_regclass($1) is not null', [table]);
    if (there.rowCount === 0) continue;
    const { rows } = await admin.query<{ url: string | null }>(query);
    for (const { url } of rows) if (url?.startsWith('/uploads/')) addresses.add(url);
  }
  return addresses;
}
