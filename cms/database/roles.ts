import { Client, escapeIdentifier, escapeLiteral } from 'pg';

/** The passwords of the two roles that may log in. */
export interface RolePasswords {
  readonly guru: string;
  readonly shishya: string;
}

export const databaseName = 'ourshiksha_db';

/**
 * Roles belong to the whole server, not to one database, so they are made apart from migrations
 * and can be made again at every start: an existing role only has its attributes set anew.
 */
export async function ensureRoles(adminUrl: string, passwords: RolePasswords): Promise<void> {
  await withClient(adminUrl, async (client) => {
    const wanted: readonly (readonly [string, string])[] = [
      ['ourshiksha_owner', 'nologin'],
      ['referee', 'nologin'],
      ['archivist', 'nologin'],
      ['eraser', 'nologin'],
      ['ai_reader', 'nologin noinherit'],
      ['shishya', 'nologin noinherit'],
      ['guru', `login password ${escapeLiteral(passwords.guru)}`],
      ['shishya_login', `login noinherit password ${escapeLiteral(passwords.shishya)}`],
    ];
    // Two starts at once would both find a role missing; the lock lets one of them go first.
    await client.query('begin');
    await client.query(`select pg_advisory_xact_lock(hashtext('ourshiksha roles'))`);
    const powers = 'nosuperuser nocreatedb nocreaterole nobypassrls';
    for (const [role, attributes] of wanted) {
      const found = await client.query<{ powerful: boolean }>(
        `select rolsuper or rolcreatedb or rolcreaterole or rolbypassrls as powerful
        from pg_roles where rolname = $1`,
        [role],
      );
      const name = escapeIdentifier(role);
      if (found.rowCount === 0) {
        await client.query(`create role ${name} with ${powers} ${attributes}`);
      } else {
        // Only a superuser may so much as name these powers in an alter, so they are named only
        // where there is one to take away.
        const taken = found.rows[0]?.powerful ? powers : '';
        await client.query(`alter role ${name} with ${taken} ${attributes}`);
      }
    }
    // SET only: shishya_login has none of shishya's rights until it says `set role shishya`.
    await client.query('grant shishya to shishya_login with inherit false, set true');
    // In the same way: Strapi's role becomes it for the time of reading what a model may be told.
    await client.query('grant ai_reader to guru with inherit false, set true');
    // Migrations run as the administrator and hand what they make to these; putting versions back
    // from their snapshots runs as the archivist.
    await client.query(
      'grant ourshiksha_owner, referee, archivist, eraser to current_user with set true',
    );
    await client.query('commit');
  });
}

/** Makes the database when it is missing and says whether it did. */
export async function ensureDatabase(adminUrl: string, name: string): Promise<boolean> {
  return withClient(adminUrl, async (client) => {
    const found = await client.query('select from pg_database where datname = $1', [name]);
    if (found.rowCount !== 0) return false;
    await client.query(
      `create database ${escapeIdentifier(name)} encoding 'UTF8' template template0`,
    );
    return true;
  });
}

/**
 * What a role may do with the database as such. Not copied by `create database … template`, so it
 * is applied to every database, cloned or not. `databaseUrl` is the administrator's, in that database.
 */
export async function prepareDatabase(databaseUrl: string): Promise<void> {
  await withClient(databaseUrl, async (client) => {
    const current = await client.query<{ name: string }>('select current_database() as name');
    const name = escapeIdentifier(current.rows[0]?.name ?? databaseName);
    await client.query(`revoke all on database ${name} from public`);
    await client.query(`grant connect, temporary on database ${name} to guru`);
    await client.query(`grant connect on database ${name} to shishya_login`);
    await client.query('revoke all on schema public from public');
    // Strapi's tables, and the job queue's: both make and change them by themselves.
    for (const name of ['cms', 'jobs']) {
      const schema = await client.query('select from pg_namespace where nspname = $1', [name]);
      if (schema.rowCount === 0) await createSchemaFor(client, name, 'guru');
    }
  });
}

/** An administrator that is no superuser may hand a schema to a role only while it is its member. */
async function createSchemaFor(client: Client, schema: string, role: string): Promise<void> {
  const superuser = await client.query<{ on: boolean }>(
    `select rolsuper as on from pg_roles where rolname = current_user`,
  );
  const member = superuser.rows[0]?.on === true;
  if (!member) await client.query(`grant ${escapeIdentifier(role)} to current_user with set true`);
  await client.query(
    `create schema ${escapeIdentifier(schema)} authorization ${escapeIdentifier(role)}`,
  );
  if (!member) await client.query(`revoke ${escapeIdentifier(role)} from current_user`);
}

/** The same server and database, reached as another role. */
export function urlFor(
  adminUrl: string,
  database: string,
  role?: string,
  password?: string,
): string {
  const url = new URL(adminUrl);
  url.pathname = `/${encodeURIComponent(database)}`;
  if (role !== undefined) url.username = encodeURIComponent(role);
  if (password !== undefined) url.password = encodeURIComponent(password);
  return url.href;
}

export async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, application_name: 'ourshiksha set-up' });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
