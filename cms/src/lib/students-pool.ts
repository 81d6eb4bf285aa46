import type { Core } from '@strapi/strapi';
import type { Pool } from 'pg';
import { environment } from './environment';
import { createStudentsPool } from './students';

const pools = new WeakMap<Core.Strapi, Pool>();

/** The students' pool of this Strapi instance, opened at the first request and closed with it. */
export function studentsPool(app: Core.Strapi): Pool {
  let pool = pools.get(app);
  if (pool === undefined) {
    pool = createStudentsPool(environment().databaseUrlShishya);
    pools.set(app, pool);
  }
  return pool;
}

/** Ends the pool; called when Strapi is destroyed. */
export async function closeStudentsPool(app: Core.Strapi): Promise<void> {
  await pools.get(app)?.end();
  pools.delete(app);
}
