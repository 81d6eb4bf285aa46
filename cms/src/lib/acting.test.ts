import { createRequire } from 'node:module';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../../scripts/testing/database.ts';
import { type Acting, actingAs, actingIn, nobody, sayWhoActs } from './acting';

/** As much of knex as is used here. */
interface Knex {
  (table: string): { insert(row: object): Promise<unknown> };
  raw(text: string): Promise<{ rows: unknown[] }>;
  transaction<Result>(work: (trx: Knex) => Promise<Result>): Promise<Result>;
  destroy(): Promise<void>;
}
const knex = createRequire(new URL('../../package.json', import.meta.url))('knex') as (
  options: object,
) => Knex;

let database: TestDatabase;
let superuser: Client;
let pool: Knex;
/** Strapi's own pool is a knex like this one. */
beforeAll(async () => {
  database = await createDatabase();
  superuser = new Client({ connectionString: database.admin });
  await superuser.connect();
  pool = knex({ client: 'pg', connection: database.guru, pool: { min: 0, max: 3 } });
  await pool.raw('create table cms.things (id serial primary key, name text)');
  await pool.raw(
    'create trigger audit after insert on cms.things for each row execute function audit.record()',
  );
  sayWhoActs({ db: { connection: pool }, requestContext: { get: () => undefined } } as never);
});
afterAll(async () => {
  await pool?.destroy();
  await superuser?.end();
  await database?.drop();
});

const administrator = (id: number): Acting => ({
  ...nobody,
  adminId: String(id),
  ipAddress: `203.0.113.${id}`,
  userAgent: `Browser ${id}`,
});
/** knex begins only when it is waited for, so that happens in here. */
const add = async (name: string, through: Knex = pool) => {
  await through('cms.things').insert({ name });
};
const whoAdded = async () =>
  (
    await superuser.query(
      `select after ->> 'name' as name, admin_id, ip_address, user_agent from audit.log
       where subject = 'cms.things' and after ->> 'name' like $1 order by id`,
      ['%'],
    )
  ).rows as { name: string; admin_id: string | null; ip_address: string | null }[];

describe('a change through Strapi’s pool', () => {
  it('carries who made it, however many act at once, and nobody where nobody asked for it', async () => {
    const work = Array.from({ length: 60 }, (_, at) => {
      const id = at % 4;
      // Every fourth is a job: nobody's.
      const who = id === 0 ? nobody : administrator(id);
      return actingAs(who, async () => {
        await add(`alone ${id}`);
        await pool.transaction(async (trx) => {
          await add(`within ${id}`, trx);
          await add(`within ${id}`, trx);
        });
      });
    });
    await Promise.all(work);
    await add('alone 0');
    const lines = await whoAdded();
    expect(lines).toHaveLength(181);
    for (const { name, ...from } of lines) {
      const id = Number(name.split(' ')[1]);
      expect({ name, ...from }).toEqual({
        name,
        admin_id: id === 0 ? null : String(id),
        ip_address: id === 0 ? null : `203.0.113.${id}`,
        user_agent: id === 0 ? null : `Browser ${id}`,
      });
    }
  });

  it('is not told twice to a connection who acts', async () => {
    const asked: unknown[] = [];
    const afterCreate = (connection: Client, done: (error: null, made: Client) => void) => {
      const query = connection.query.bind(connection);
      connection.query = ((text: string, ...rest: []) => {
        asked.push(text);
        return query(text, ...rest);
      }) as typeof connection.query;
      done(null, connection);
    };
    const one = { min: 0, max: 1, afterCreate };
    const alone = knex({ client: 'pg', connection: database.guru, pool: one });
    sayWhoActs({ db: { connection: alone }, requestContext: { get: () => undefined } } as never);
    await actingAs(administrator(1), async () => {
      await alone.raw('select 1');
      await alone.raw('select 1');
    });
    await alone.raw('select 1');
    await alone.raw('select 1');
    await alone.destroy();
    expect(asked.filter((text) => /set_config/.test(String(text)))).toHaveLength(2);
  });

  it('goes over the next connection where one cannot be told', async () => {
    await Promise.all([1, 2, 3].map((id) => actingAs(administrator(id), () => add('before 1'))));
    await superuser.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'guru' and datname = $1`,
      [database.name],
    );
    await Promise.all([7, 8, 9].map((id) => actingAs(administrator(id), () => add(`after ${id}`))));
    const after = (await whoAdded()).filter(({ name }) => name.startsWith('after'));
    expect(after).toHaveLength(3);
    for (const { name, admin_id } of after) expect(name).toBe(`after ${admin_id}`);
  });
});

describe('in a request', () => {
  const request = (state: object) =>
    actingIn({ state, ip: '203.0.113.9', get: () => 'Browser' } as never);

  it.each([
    ['an administrator', { user: { id: 7 }, route: { info: { type: 'admin' } } }, { adminId: '7' }],
    [
      'a student at Strapi’s own endpoints',
      { user: { id: 7 }, route: { info: { type: 'content-api' } } },
      { userId: '7', adminId: '' },
    ],
    [
      'a student at ours',
      { studentUser: 7, route: { info: { type: 'content-api' } } },
      { userId: '7' },
    ],
    [
      'whoever uses an API token',
      {
        auth: { strategy: { name: 'content-api-token' }, credentials: { id: 3, name: 'Reports' } },
        route: { info: { type: 'content-api' } },
      },
      { apiToken: '3 Reports', userId: '', adminId: '' },
    ],
    ['a visitor', {}, { userId: '', adminId: '', apiToken: '' }],
  ])('%s acts', (_, state, who) => {
    expect(request(state)).toMatchObject({
      ...who,
      ipAddress: '203.0.113.9',
      userAgent: 'Browser',
    });
  });
});
