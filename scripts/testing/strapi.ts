import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inject } from 'vitest';
import type { Core } from '../../cms/node_modules/@strapi/strapi/dist/index';
import { room } from '../lib/paths.ts';
import { cmsEnvironment } from '../lib/services.ts';
import { createDatabase, type TestDatabase } from './database.ts';

export interface TestStrapi {
  readonly strapi: Core.Strapi;
  readonly database: TestDatabase;
  stop(): Promise<void>;
}

/** The built cms inside the test's own process, on a database of its own, serving nothing. */
export async function startTestStrapi(): Promise<TestStrapi> {
  const cms = room('cms');
  const folder = mkdtempSync(path.join(tmpdir(), 'ourshiksha-strapi-'));
  mkdirSync(path.join(folder, 'logs'));
  const database = await createDatabase();
  const environment = cmsEnvironment({
    host: '127.0.0.1',
    port: 1337,
    learnerUrl: 'http://127.0.0.1:4321',
    smtpUrl: 'smtp://127.0.0.1:1025',
    database,
    secrets: inject('postgres').secrets,
    logsFolder: path.join(folder, 'logs'),
    publicFolder: path.join(folder, 'public'),
  });
  for (const [name, value] of Object.entries(environment))
    if (value !== undefined) process.env[name] = value;
  process.env.NODE_ENV = 'production';
  process.chdir(cms);
  // Strapi's ES modules import folders, which Node refuses; its CommonJS form is the one the cms runs.
  const { createStrapi } = createRequire(path.join(cms, 'package.json'))('@strapi/strapi') as {
    createStrapi(options: { appDir: string; distDir: string }): Core.Strapi;
  };
  const strapi = await createStrapi({ appDir: cms, distDir: path.join(cms, 'dist') }).load();
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
