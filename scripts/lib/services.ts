import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { auditFolder } from './data-folder.ts';
import type { DatabaseUrls } from './database.ts';
import { type Part, startPart, tail } from './part.ts';
import { room, root } from './paths.ts';
import { until } from './processes.ts';
import { Refusal } from './refusal.ts';
import { quiet, toolFile } from './rooms.ts';
import type { Secrets } from './secrets.ts';

export type Mode = 'start' | 'dev';

export interface CmsOptions {
  readonly host: string;
  readonly port: number;
  readonly learnerUrl: string;
  readonly smtpUrl: string;
  readonly database: DatabaseUrls;
  readonly secrets: Secrets;
  readonly logsFolder: string;
  /** Where pictures go, for a system that must leave none in cms/public. */
  readonly publicFolder?: string;
  readonly extra?: Readonly<Record<string, string>>;
}

const preload = pathToFileURL(path.join(root, 'scripts', 'lib', 'leave-with-parent.mjs')).href;

/** What the surroundings may pass on: nothing that Strapi or Astro would take for a setting. */
function surroundings(): Record<string, string | undefined> {
  const { PATH, HOME, LANG, TZ, TMPDIR, NODE_EXTRA_CA_CERTS, NODE_COMPILE_CACHE, TERM } =
    process.env;
  return { PATH, HOME, LANG, TZ, TMPDIR, NODE_EXTRA_CA_CERTS, NODE_COMPILE_CACHE, TERM, ...quiet };
}

export const cmsUrl = ({ host, port }: { host: string; port: number }): string =>
  `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}`;

export function cmsEnvironment(options: CmsOptions): Record<string, string | undefined> {
  const { database, secrets } = options;
  if (options.publicFolder) {
    mkdirSync(path.join(options.publicFolder, 'uploads'), { recursive: true });
  }
  return {
    ...surroundings(),
    HOST: options.host,
    PORT: String(options.port),
    PUBLIC_URL: cmsUrl(options),
    LEARNER_URL: options.learnerUrl,
    DATABASE_URL_GURU: database.guru,
    DATABASE_URL_SHISHYA: database.shishya,
    APP_KEYS: `${secrets.appKey1},${secrets.appKey2}`,
    API_TOKEN_SALT: secrets.apiTokenSalt,
    ADMIN_JWT_SECRET: secrets.adminJwtSecret,
    TRANSFER_TOKEN_SALT: secrets.transferTokenSalt,
    ENCRYPTION_KEY: secrets.encryptionKey,
    JWT_SECRET: secrets.jwtSecret,
    AUDIT_SIGNING_KEY: secrets.auditSigningKey,
    CREDENTIAL_SIGNING_KEY: secrets.credentialSigningKey,
    CERTIFICATE_SIGNING_KEY: secrets.certificateSigningKey,
    // The logs lie in the data folder, the checkpoints beside them.
    AUDIT_FOLDER: auditFolder(path.dirname(options.logsFolder)),
    SMTP_URL: options.smtpUrl,
    MAIL_FROM: 'OurShiksha <hello@ourshiksha.example>',
    // Only the learner site of this machine talks to it, and it passes the student's address on.
    TRUST_PROXY: 'true',
    PUBLIC_FOLDER: options.publicFolder,
    ...options.extra,
  };
}

export async function startCms(options: CmsOptions, mode: Mode = 'start'): Promise<Part> {
  const part = startPart({
    name: 'the cms',
    command: process.execPath,
    args: ['--import', preload, toolFile('cms', 'strapi'), mode === 'dev' ? 'develop' : 'start'],
    cwd: room('cms'),
    env: {
      ...cmsEnvironment(options),
      NODE_ENV: mode === 'dev' ? 'development' : 'production',
    },
    logFile: path.join(options.logsFolder, 'cms.log'),
    channel: true,
    // It lets the jobs that are running end, for which it takes up to 20 seconds.
    patience: 30_000,
  });
  await ready(part, `${cmsUrl(options)}/_health`, mode === 'dev' ? 180_000 : 120_000);
  return part;
}

/** Runs a command of the cms (cms/commands) to its end and returns what it printed. */
export async function runCmsCommand(
  name: string,
  options: CmsOptions,
  extra: Readonly<Record<string, string>> = {},
): Promise<void> {
  const logFile = path.join(options.logsFolder, `${name}.log`);
  const part = startPart({
    name: `the command ${name}`,
    command: process.execPath,
    args: ['--import', preload, path.join('dist', 'commands', `${name}.js`)],
    cwd: room('cms'),
    env: { ...cmsEnvironment(options), NODE_ENV: 'production', ...extra },
    logFile,
    channel: true,
  });
  const how = await part.ended;
  if (how !== 'ended with exit code 0') {
    throw new Refusal(`The command ${name} ${how}; its last words:\n${tail(logFile, 20)}`);
  }
}

export interface LearnerOptions {
  readonly host: string;
  readonly port: number;
  readonly cmsUrl: string;
  readonly logsFolder: string;
}

export async function startLearner(options: LearnerOptions, mode: Mode = 'start'): Promise<Part> {
  const url = cmsUrl(options);
  const args =
    mode === 'dev'
      ? [
          toolFile('learner', 'astro'),
          'dev',
          '--host',
          options.host,
          '--port',
          String(options.port),
        ]
      : [path.join('dist', 'server', 'entry.mjs')];
  const part = startPart({
    name: 'the learner site',
    command: process.execPath,
    args: ['--import', preload, ...args],
    cwd: room('learner'),
    env: {
      ...surroundings(),
      HOST: options.host,
      PORT: String(options.port),
      CMS_URL: options.cmsUrl,
      PUBLIC_URL: url,
      SECURITY_CONTACT: process.env.SECURITY_CONTACT,
      NODE_ENV: mode === 'dev' ? 'development' : 'production',
    },
    logFile: path.join(options.logsFolder, 'learner.log'),
    channel: true,
  });
  await ready(part, `${url}/robots.txt`, 60_000);
  return part;
}

/** Compiles the contract at every change; the learner site reloads by itself, the cms at its next change. */
export function watchContract(logsFolder: string): Part {
  return startPart({
    name: 'the contract',
    command: process.execPath,
    args: ['--import', preload, toolFile('contract', 'tsc'), '--watch', '--preserveWatchOutput'],
    cwd: room('contract'),
    env: surroundings(),
    logFile: path.join(logsFolder, 'contract.log'),
    channel: true,
  });
}

async function ready(part: Part, url: string, within: number): Promise<void> {
  const answers = async () => {
    if (!part.isRunning()) return true;
    try {
      // Any answer below 500 shows that it serves.
      return (await fetch(url, { signal: AbortSignal.timeout(5000) })).status < 500;
    } catch {
      return false;
    }
  };
  const came = await until(answers, { within, every: 100 });
  if (came && part.isRunning()) return;
  const how = part.isRunning() ? `did not answer within ${within / 1000} s` : await part.ended;
  await part.stop();
  throw new Refusal(
    `${capital(part.name)} ${how}; its last words (${part.logFile}):\n${part.logTail()}`,
  );
}

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
