import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inject } from 'vitest';
import type { Core } from '../../cms/node_modules/@strapi/strapi/dist/index';
import { createDatabase, type TestDatabase } from './database.ts';
import { loadCms } from './in-process.ts';

export interface TestStrapi {
  readonly strapi: Core.Strapi;
  readonly database: TestDatabase;
  stop(): Promise<void>;
}

/** The built cms inside the test's own process, on a database of its own, serving nothing. */
export async function startTestStrapi(): Promise<TestStrapi> {
  const folder = mkdtempSync(path.join(tmpdir(), 'ourshiksha-strapi-'));
  const database = await createDatabase();
  const strapi = await loadCms(database, inject('postgres').secrets, folder);
  return {
    strapi,
    database,
    async stop() {
      // Strapi takes every listener off the process when it ends, also those of the test runner.
      const listeners = process
        .eventNames()
        .map((name) => [name, process.rawListeners(name as 'exit')] as const);
      await strapi.destroy();
      for (const [name, kept] of listeners)
        for (const listener of kept) process.on(name as 'exit', listener as () => void);
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
