import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../scripts/testing/database.ts';
import { urlFor, withClient } from './roles';

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
});
afterAll(() => database?.drop());

describe('the roles', () => {
  it('hold no power over the server', async () => {
    const powerful = await withClient(database.admin, (client) =>
      client.query(
        `select rolname from pg_roles
         where rolname in ('guru', 'shishya', 'shishya_login', 'referee', 'archivist', 'eraser', 'ai_reader', 'ourshiksha_owner')
           and (rolsuper or rolcreatedb or rolcreaterole or rolbypassrls or rolreplication)`,
      ),
    );
    expect(powerful.rows).toEqual([]);
  });

  it('let shishya_login become shishya and nobody else', async () => {
    await withClient(database.shishya, async (client) => {
      await client.query('set role shishya');
      await client.query('reset role');
      for (const role of [
        'guru',
        'referee',
        'archivist',
        'eraser',
        'ourshiksha_owner',
        'postgres',
      ]) {
        await expect(client.query(`set role ${role}`)).rejects.toThrow('permission denied');
      }
    });
  });

  it('let guru become the reader of drafts, and nobody else', async () => {
    await withClient(database.guru, async (client) => {
      await client.query('set role ai_reader');
      await expect(client.query('set role referee')).rejects.toThrow('permission denied');
      await client.query('reset role');
      for (const role of [
        'shishya',
        'referee',
        'archivist',
        'eraser',
        'ourshiksha_owner',
        'postgres',
      ]) {
        await expect(client.query(`set role ${role}`)).rejects.toThrow('permission denied');
      }
    });
  });

  it('let neither make schemas nor anything in public', async () => {
    for (const url of [database.guru, database.shishya]) {
      await withClient(url, async (client) => {
        await expect(client.query('create schema mine')).rejects.toThrow('permission denied');
        await expect(client.query('create table public.mine ()')).rejects.toThrow(
          'permission denied',
        );
      });
    }
  });
});

describe('an address of the database', () => {
  it('is rewritten for another role, with a password of any characters', () => {
    expect(urlFor('postgres://a:b@db:5433/x?sslmode=require', 'y', 'guru', 'p@ss/word')).toBe(
      'postgres://guru:p%40ss%2Fword@db:5433/y?sslmode=require',
    );
  });
});
