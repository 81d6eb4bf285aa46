import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Pool } from 'pg';
import type { DatabaseUrls } from '../lib/database.ts';
import { room } from '../lib/paths.ts';

/** The permission to vote, by its name in Strapi's roles. */
export const mayVote = 'plugin::approvals.vote';

/**
 * Strapi's tables of administrators as far as the database's own rules read them, in a test's database
 * without a Strapi, with the real functions and triggers on them.
 */
export interface Administrators {
  /** Makes an active administrator with a role of their own that has these permissions. */
  add(name: string, permissions: readonly string[]): Promise<number>;
  allow(id: number, permission: string): Promise<void>;
  forbid(id: number, permission: string): Promise<void>;
  /** As deactivating somebody in the admin does. */
  setActive(id: number, active: boolean): Promise<void>;
  /** One transaction of guru's in which this administrator acts; nobody for null. */
  as<Row>(id: number | null, statement: string, parameters?: readonly unknown[]): Promise<Row[]>;
  end(): Promise<void>;
}

const tables = `
  create table cms.admin_users (id serial primary key, firstname varchar, lastname varchar, email varchar,
    password varchar, registration_token varchar, reset_password_token varchar,
    is_active boolean default true, blocked boolean default false);
  create table cms.admin_roles (id serial primary key, code varchar, name varchar);
  create table cms.admin_users_roles_lnk (id serial primary key, user_id integer, role_id integer,
    role_ord double precision, user_ord double precision, unique (user_id, role_id));
  create table cms.admin_permissions (id serial primary key, action varchar, conditions jsonb default '[]');
  create table cms.admin_permissions_role_lnk (id serial primary key, permission_id integer, role_id integer,
    permission_ord double precision, unique (permission_id, role_id));
  insert into cms.admin_roles (code) values ('strapi-super-admin');`;

export async function standInAdministrators(database: DatabaseUrls): Promise<Administrators> {
  const guru = new Pool({ connectionString: database.guru, max: 6 });
  await guru.query(tables);
  await guru.query(
    await readFile(path.join(room('cms'), 'database', 'strapi', '060_approvals.sql'), 'utf8'),
  );
  const roleOf = `(select role_id from cms.admin_users_roles_lnk where user_id = $1
    order by role_id desc limit 1)`;
  const allow: Administrators['allow'] = async (id, permission) => {
    await guru.query(
      `with made as (insert into cms.admin_permissions (action) values ($2) returning id)
      insert into cms.admin_permissions_role_lnk (permission_id, role_id) select id, ${roleOf} from made`,
      [id, permission],
    );
  };
  return {
    allow,
    async forbid(id, permission) {
      await guru.query(
        `delete from cms.admin_permissions_role_lnk l using cms.admin_permissions p
        where p.id = l.permission_id and p.action = $2 and l.role_id = ${roleOf}`,
        [id, permission],
      );
    },
    async setActive(id, active) {
      await guru.query('update cms.admin_users set is_active = $2 where id = $1', [id, active]);
    },
    async add(name, permissions) {
      const { rows } = await guru.query<{ id: number }>(
        `with person as (
          insert into cms.admin_users (firstname, email, password)
          values ($1::text, $1::text || '@school.example', 'a hash') returning id
        ), role as (insert into cms.admin_roles (code) values ($1::text) returning id)
        insert into cms.admin_users_roles_lnk (user_id, role_id)
        select person.id, role.id from person, role returning user_id as id`,
        [name],
      );
      const id = rows[0]?.id ?? 0;
      for (const permission of permissions) await allow(id, permission);
      return id;
    },
    async as<Row>(id: number | null, statement: string, parameters: readonly unknown[] = []) {
      const client = await guru.connect();
      try {
        await client.query(`select set_config('app.admin_id', $1, false)`, [
          id === null ? '' : String(id),
        ]);
        return (await client.query(statement, [...parameters])).rows as Row[];
      } finally {
        // What else a test does with this connection is the system's own work.
        await client.query(`select set_config('app.admin_id', '', false)`);
        client.release();
      }
    },
    end: () => guru.end(),
  };
}
