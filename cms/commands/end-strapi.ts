import { setTimeout as pause } from 'node:timers/promises';
import type { Core } from '@strapi/strapi';

const patience = 10_000;

/**
 * Ends Strapi after its database has come to rest. Behind a write Strapi goes on reading (webhooks,
 * releases) without anybody waiting for it, and a pool that is closed under that ends the process.
 */
export async function endStrapi(strapi: Core.Strapi): Promise<void> {
  const { pool } = strapi.db.connection.client as {
    pool: { numUsed(): number; numPendingAcquires(): number };
  };
  const end = Date.now() + patience;
  while (pool.numUsed() + pool.numPendingAcquires() > 0 && Date.now() < end) await pause(20);
  await strapi.destroy();
}
