import { randomInt } from 'node:crypto';
import type { GuruDatabase } from '../../lib/guru';
import { Refusal } from '../../lib/refusal';

/** A users-permissions user, as far as accounts need it. */
export interface Account {
  readonly id: number;
  readonly name: string;
  readonly email: string;
  /** bcrypt. */
  readonly password: string | null;
  readonly confirmed: boolean;
  readonly blocked: boolean;
}

const columns = `id, coalesce(name, '') as name, email, password,
  coalesce(confirmed, false) as confirmed, coalesce(blocked, false) as blocked`;

export async function accountByAddress(
  database: GuruDatabase,
  address: string,
): Promise<Account | undefined> {
  const [account] = await database.rows<Account>(
    `select ${columns} from cms.up_users where lower(email) = $1`,
    [address],
  );
  return account;
}

/** Locked, so that whatever changes the account at the same moment comes before or after. */
export async function lockedAccount(database: GuruDatabase, id: number): Promise<Account> {
  const [account] = await database.rows<Account>(
    `select ${columns} from cms.up_users where id = $1 for update`,
    [id],
  );
  if (account === undefined) throw new Refusal(403, 'student.not-active');
  return account;
}

/** An account that waits for its address to be confirmed; one that waits already is written anew. */
export async function addUnconfirmed(
  database: GuruDatabase,
  { name, address, hash }: { name: string; address: string; hash: string },
): Promise<void> {
  const [made] = await database.rows<{ id: number }>(
    `insert into cms.up_users (document_id, username, email, name, provider, password, confirmed, blocked,
      created_at, updated_at, published_at)
    values ($1, $2, $2, $3, 'local', $4, false, false, clock_timestamp(), clock_timestamp(), clock_timestamp())
    on conflict ((lower(email))) do update
    set name = excluded.name, password = excluded.password, updated_at = clock_timestamp()
    where not coalesce(up_users.confirmed, false)
    returning id`,
    [documentId(), address, name, hash],
  );
  if (made === undefined) return;
  await database.rows(
    `insert into cms.up_users_role_lnk (user_id, role_id)
    select $1, r.id from cms.up_roles r where r.type = 'authenticated'
      and not exists (select from cms.up_users_role_lnk l where l.user_id = $1)`,
    [made.id],
  );
}

/** What Strapi names a document by: 24 lower-case letters and digits, the first a letter. */
function documentId(): string {
  const signs = 'abcdefghijklmnopqrstuvwxyz0123456789';
  const sign = (among: number) => signs[randomInt(among)];
  return [sign(26), ...Array.from({ length: 23 }, () => sign(signs.length))].join('');
}

export const setPassword = (database: GuruDatabase, id: number, hash: string): Promise<number> =>
  database.change(
    `update cms.up_users set password = $2, reset_password_token = null, updated_at = clock_timestamp() where id = $1`,
    [id, hash],
  );

/** The address is the name to log in with, too. Refused where another account or record has it. */
export async function setAddress(
  database: GuruDatabase,
  id: number,
  address: string,
): Promise<void> {
  try {
    await database.change(
      `update cms.up_users set email = $2, username = $2, updated_at = clock_timestamp() where id = $1`,
      [id, address],
    );
  } catch (error) {
    const isTaken = error instanceof Error && 'code' in error && error.code === '23505';
    throw isTaken ? new Refusal(409, 'address.taken') : error;
  }
}
