import { once } from 'node:events';
import type { Pool, PoolClient } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../../scripts/testing/database.ts';
import { withClient } from '../../database/roles';
import { isCollision } from './collisions';
import { refusalFrom } from './refusal';
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

const visitor = { userId: null, sessionId: null, ipAddress: '127.0.0.1', userAgent: 'test' };

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

it('two students who wait for each other are both served: the one that gives way tries again', async () => {
  let waiting = 0;
  let bothHold: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    bothHold = resolve;
  });
  const lockBoth = (first: number, second: number) => {
    let tries = 0;
    return asStudent(pool, visitor, 'write', async ({ rows }) => {
      tries += 1;
      await rows('select pg_advisory_xact_lock($1)', [first]);
      waiting += 1;
      if (waiting === 2) bothHold();
      await held;
      await rows('select pg_advisory_xact_lock($1)', [second]);
      return tries;
    });
  };
  expect((await Promise.all([lockBoth(1, 2), lockBoth(2, 1)])).sort()).toEqual([1, 2]);
});

it('what collides every time is given up after five times, and said to be for later', async () => {
  let tries = 0;
  const request = asStudent(pool, visitor, 'write', ({ rows }) => {
    tries += 1;
    return rows(`do $$ begin raise exception 'it met another' using errcode = '40001'; end $$`);
  });
  const error = await request.catch((thrown: unknown) => thrown);
  expect([tries, isCollision(error), refusalFrom(error)?.status]).toEqual([5, true, 503]);
});
