import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Core } from '../../cms/node_modules/@strapi/strapi/dist/index';
import type { DatabaseUrls } from '../lib/database.ts';
import { room } from '../lib/paths.ts';
import type { Secrets } from '../lib/secrets.ts';
import { cmsEnvironment } from '../lib/services.ts';

/** The built cms inside the caller's own process, on the database given, serving nothing. */
export async function loadCms(
  database: DatabaseUrls,
  secrets: Secrets,
  folder: string,
): Promise<Core.Strapi> {
  const cms = room('cms');
  mkdirSync(path.join(folder, 'logs'), { recursive: true });
  const environment = cmsEnvironment({
    host: '127.0.0.1',
    port: 1337,
    learnerUrl: 'http://127.0.0.1:4321',
    smtpUrl: 'smtp://127.0.0.1:1025',
    database,
    secrets,
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
  return createStrapi({ appDir: cms, distDir: path.join(cms, 'dist') }).load();
}
