import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inject } from 'vitest';
import type { Core } from '../../cms/node_modules/@strapi/strapi/dist/index';
import { startCms } from '../lib/services.ts';
import { createDatabase, madeOnce, type TestDatabase } from './database.ts';
import { loadCms } from './in-process.ts';
import { testPort } from './ports.ts';

export interface TestStrapi {
  readonly strapi: Core.Strapi;
  readonly database: TestDatabase;
  stop(): Promise<void>;
}

/** The built cms inside the test's own process, on a database of its own, serving nothing. */
export async function startTestStrapi(): Promise<TestStrapi> {
  const folder = mkdtempSync(path.join(tmpdir(), 'ourshiksha-strapi-'));
  const database = await createDatabase(await startedTemplate());
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

/**
 * A template in which Strapi has made its tables: without it every start takes half as long again. A test of
 * statements on drafts needs no more than a clone of it.
 */
export function startedTemplate(): Promise<string> {
  const { secrets } = inject('postgres');
  return madeOnce('ourshiksha_template_started', async (database) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'ourshiksha-strapi-'));
    const logsFolder = path.join(folder, 'logs');
    mkdirSync(logsFolder);
    try {
      const cms = await startCms({
        host: '127.0.0.1',
        port: await testPort(),
        learnerUrl: 'http://127.0.0.1:4321',
        smtpUrl: 'smtp://127.0.0.1:1025',
        database,
        secrets,
        logsFolder,
        publicFolder: path.join(folder, 'public'),
      });
      await cms.stop();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}
