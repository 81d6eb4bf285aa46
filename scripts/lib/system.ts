import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type MailCatcher, startMailCatcher } from '../mail-catcher.ts';
import { claimDataFolder, openDataFolder, turnLogs } from './data-folder.ts';
import { type DatabaseUrls, openDatabase } from './database.ts';
import { type Credentials, credentialsOf, isFilled, keepCredentials } from './first-start.ts';
import type { Part } from './part.ts';
import { sampleFolder } from './paths.ts';
import { freePort, requireFreePort } from './ports.ts';
import { startPostgres } from './postgres.ts';
import { type Say, silent } from './progress.ts';
import { messageOf } from './refusal.ts';
import { buildRooms, installRooms } from './rooms.ts';
import { loadSecrets } from './secrets.ts';
import {
  cmsUrl,
  type Mode,
  runCmsCommand,
  startCms,
  startLearner,
  watchContract,
} from './services.ts';
import { type Ports, portVariable, type Settings } from './settings.ts';

export interface SystemOptions extends Settings {
  readonly mode?: Mode;
  readonly say?: Say;
  /** A throw-away system: quick and not durable, and its data folder is removed at the end. */
  readonly ephemeral?: boolean;
  /** Whether an empty system gets its administrator, its demo student and the sample course. */
  readonly fill?: 'nothing' | 'accounts' | 'sample';
  /** Folders are prepared by whoever starts several systems in one run. */
  readonly prepare?: boolean;
  readonly cmsExtra?: Readonly<Record<string, string>>;
}

export interface RunningSystem {
  readonly cmsUrl: string;
  readonly learnerUrl: string;
  readonly mail: MailCatcher;
  readonly database: DatabaseUrls;
  readonly credentials: Credentials;
  readonly filledNow: boolean;
  readonly dataDir: string;
  /** Settles when a part ends by itself, with a sentence that names it. Never rejects. */
  readonly died: Promise<string>;
  stop(): Promise<void>;
}

/** Settings of a throw-away system: a folder of its own and ports nobody uses. */
export async function throwAwaySettings(): Promise<Settings & { ephemeral: true }> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'ourshiksha-'));
  chmodSync(dataDir, 0o711);
  const ports: Ports = {
    cms: await freePort(),
    learner: await freePort(),
    mail: await freePort(),
    mailWeb: await freePort(),
    postgres: await freePort(),
  };
  return { dataDir, host: '127.0.0.1', ports, databaseUrl: undefined, ephemeral: true };
}

/**
 * The whole system, from nothing to answering addresses. What was started is stopped in reverse
 * order, by `stop` or when a later step fails; `signal` gives up between two steps.
 */
export async function startSystem(
  options: SystemOptions,
  signal: AbortSignal = new AbortController().signal,
): Promise<RunningSystem> {
  const { dataDir, host, ports, mode = 'start', say = silent, ephemeral = false } = options;
  const undo: (() => Promise<void> | void)[] = [];
  const stop = once(async () => {
    for (const step of undo.reverse()) await step();
  });
  const parts: Part[] = [];
  const keep = (part: Part) => {
    parts.push(part);
    undo.push(() => part.stop());
  };

  try {
    if (ephemeral) undo.push(() => rmSync(dataDir, { recursive: true, force: true }));
    openDataFolder(dataDir);
    undo.push(claimDataFolder(dataDir));
    turnLogs(dataDir);
    const logsFolder = path.join(dataDir, 'logs');
    await requireFreePort(ports.cms, host, 'the cms', portVariable('cms'));
    await requireFreePort(ports.learner, host, 'the learner site', portVariable('learner'));
    await requireFreePort(ports.mail, '127.0.0.1', 'the mail catcher', portVariable('mail'));
    await requireFreePort(ports.mailWeb, '127.0.0.1', "the mails' page", portVariable('mailWeb'));
    const secrets = loadSecrets(dataDir);

    if (options.prepare ?? true) {
      await installRooms(say, signal);
      signal.throwIfAborted();
    }

    let adminUrl = options.databaseUrl;
    if (adminUrl === undefined) {
      say('Starting PostgreSQL');
      const postgres = await startPostgres({
        dataDir,
        port: ports.postgres,
        password: secrets.postgres,
        durable: !ephemeral,
      });
      keep(postgres.part);
      adminUrl = postgres.adminUrl;
    }
    signal.throwIfAborted();
    const { urls: database, migrations } = await openDatabase(adminUrl, secrets);
    if (migrations > 0) say(`Database brought up to date (${migrations} migrations)`);

    if (options.prepare ?? true) {
      await buildRooms(say, { admin: mode === 'start', learner: mode === 'start' }, signal);
    }
    signal.throwIfAborted();

    const mail = await startMailCatcher({
      host: '127.0.0.1',
      smtpPort: ports.mail,
      webPort: ports.mailWeb,
    });
    undo.push(() => mail.stop());

    const learnerUrl = cmsUrl({ host, port: ports.learner });
    const publicFolder =
      options.publicFolder ?? (ephemeral ? path.join(dataDir, 'public') : undefined);
    const cms = {
      host,
      port: ports.cms,
      learnerUrl,
      smtpUrl: mail.smtpUrl,
      database,
      secrets,
      logsFolder,
      ...(publicFolder ? { publicFolder } : {}),
      ...(options.cmsExtra ? { extra: options.cmsExtra } : {}),
    };
    const credentials = credentialsOf(secrets);
    const { fill = 'sample' } = options;
    const filledNow = fill !== 'nothing' && !(await isFilled(database));
    if (filledNow) {
      say(
        fill === 'sample'
          ? 'First start: making the accounts and the sample course'
          : 'First start: making the accounts',
      );
      keepCredentials(dataDir, credentials);
      await runCmsCommand('first-start', cms, {
        ADMIN_EMAIL: credentials.administrator.email,
        ADMIN_PASSWORD: credentials.administrator.password,
        STUDENT_EMAIL: credentials.student.email,
        STUDENT_PASSWORD: credentials.student.password,
        ...(fill === 'sample' ? { SAMPLE_FOLDER: sampleFolder } : {}),
      });
    }
    signal.throwIfAborted();

    if (mode === 'dev') keep(watchContract(logsFolder));
    say('Starting the cms');
    keep(await startCms(cms, mode));
    signal.throwIfAborted();
    say('Starting the learner site');
    keep(await startLearner({ host, port: ports.learner, cmsUrl: cmsUrl(cms), logsFolder }, mode));
    signal.throwIfAborted();

    const died = Promise.race(
      parts.map(async (part) => {
        const how = await part.ended;
        return `${part.name} ${how}; its last words (${part.logFile}):\n${part.logTail()}`;
      }),
    );
    return {
      cmsUrl: cmsUrl(cms),
      learnerUrl,
      mail,
      database,
      credentials,
      filledNow,
      dataDir,
      died,
      stop,
    };
  } catch (error) {
    await stop().catch((second: unknown) => say(messageOf(second)));
    throw error;
  }
}

function once(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => {
    running ??= work();
    return running;
  };
}
