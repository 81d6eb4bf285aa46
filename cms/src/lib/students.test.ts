import { once } from 'node:events';
import type { Pool, PoolClient } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../../scripts/testing/database.ts';
import { withClient } from '../../database/roles';
import { asStudent, createStudentsPool } from './students';

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await createDatabase();
  pool = createStudentsPool(database.shishya);
});
afterAll(async () => {
  await pool?.end();
  await database?.drop();
});

const visitor = { userId: null, ipAddress: '127.0.0.1', userAgent: 'test' };

it('a connection that breaks in the middle of a request fails that request and nothing else', async () => {
  const connected = once(pool, 'connect') as Promise<[PoolClient]>;
  const request = asStudent(pool, visitor, 'read', async ({ rows }) => {
    const [client] = await connected;
    const broken = new Promise<void>((resolve) => client.once('end', resolve));
    const [own] = await rows<{ pid: number }>('select pg_backend_pid() as pid');
    await withClient(database.admin, (admin) =>
      admin.query('select pg_terminate_backend($1)', [own?.pid]),
    );
    // An error that nobody listens to here would end the process.
    await broken;
    return rows('select 1');
  });
  await expect(request).rejects.toThrow();
  expect(await asStudent(pool, visitor, 'read', ({ rows }) => rows('select 1 as one'))).toEqual([
    { one: 1 },
  ]);
});
