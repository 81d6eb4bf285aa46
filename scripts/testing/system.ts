import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inject } from 'vitest';
import { type Credentials, credentialsOf } from '../lib/first-start.ts';
import type { Part } from '../lib/part.ts';
import { sampleFolder } from '../lib/paths.ts';
import { cmsUrl, runCmsCommand, startCms, startLearner } from '../lib/services.ts';
import { type MailCatcher, startMailCatcher } from '../mail-catcher.ts';
import { createDatabase, madeOnce, type TestDatabase } from './database.ts';
import { testPort } from './ports.ts';

/** One process of the system besides its first cms and its first learner site. */
export interface Instance {
  readonly url: string;
  readonly part: Part;
}

export interface TestSystem {
  readonly cmsUrl: string;
  /** Where the learner site listens, or would listen when it was not asked for. */
  readonly learnerUrl: string;
  readonly mail: MailCatcher;
  readonly database: TestDatabase;
  readonly credentials: Credentials;
  /** The end of the cms's log, for a failing test to show. */
  cmsLog(): string;
  /** One more cms on the same database; at the port of one that ended, its successor. */
  addCms(port?: number): Promise<Instance>;
  /** One more learner site, of this cms or of another. */
  addLearner(cmsUrl?: string): Promise<Instance>;
  stop(): Promise<void>;
}

export interface TestSystemOptions {
  readonly learner?: boolean;
  /** Whether the sample course is imported and published. */
  readonly sample?: boolean;
  /** Further variables for the cms; wrong passwords from one network are practically unlimited unless set here. */
  readonly cmsEnvironment?: Readonly<Record<string, string>>;
  /** The cms's way to the database, where it is not the straight one. */
  readonly through?: (databaseUrl: string) => string;
}

/** The built cms, and on request the built learner site, on a database and ports of their own. */
export async function startTestSystem(options: TestSystemOptions = {}): Promise<TestSystem> {
  const { secrets } = inject('postgres');
  const dataDir = mkdtempSync(path.join(tmpdir(), 'ourshiksha-system-'));
  chmodSync(dataDir, 0o711);
  const logsFolder = path.join(dataDir, 'logs');
  mkdirSync(logsFolder);
  const undo: (() => Promise<void> | void)[] = [
    () => rmSync(dataDir, { recursive: true, force: true }),
  ];
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const host = '127.0.0.1';
    // A test may stop it, and nobody else is given its port before it comes back.
    const mail = await startMailCatcher({ host, smtpPort: await testPort(), webPort: 0 });
    undo.push(() => mail.stop());
    const learnerPort = await testPort();
    const cmsOptions = {
      host,
      port: await testPort(),
      learnerUrl: cmsUrl({ host, port: learnerPort }),
      smtpUrl: mail.smtpUrl,
      secrets,
      logsFolder,
      publicFolder: path.join(dataDir, 'public'),
      extra: { LOGIN_FAILURES_PER_NETWORK: '100000', ...options.cmsEnvironment },
    };
    const database = await createDatabase(
      await filledTemplate(options.sample ?? false, cmsOptions),
    );
    undo.push(() => database.drop());
    const through = options.through ?? ((url: string) => url);
    const reached = {
      ...database,
      guru: through(database.guru),
      shishya: through(database.shishya),
    };
    const keep = (part: Part) => {
      undo.push(() => part.stop());
      return part;
    };
    const cms = keep(await startCms({ ...cmsOptions, database: reached }));
    if (options.learner) {
      const learner = { host, port: learnerPort, cmsUrl: cmsUrl(cmsOptions), logsFolder };
      keep(await startLearner(learner));
    }
    return {
      cmsUrl: cmsUrl(cmsOptions),
      learnerUrl: cmsOptions.learnerUrl,
      mail,
      database,
      credentials: credentialsOf(secrets),
      cmsLog: () => cms.logTail(100),
      async addCms(port) {
        const another = { ...cmsOptions, database: reached, port: port ?? (await testPort()) };
        return { url: cmsUrl(another), part: keep(await startCms(another)) };
      },
      async addLearner(served = cmsUrl(cmsOptions)) {
        const another = { host, port: await testPort(), cmsUrl: served, logsFolder };
        return { url: cmsUrl(another), part: keep(await startLearner(another)) };
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A template in which the first start has made its accounts (and course). */
function filledTemplate(
  sample: boolean,
  options: Omit<Parameters<typeof runCmsCommand>[1], 'database'>,
): Promise<string> {
  const name = sample ? 'ourshiksha_template_sample' : 'ourshiksha_template_filled';
  return madeOnce(name, async (database) => {
    const { administrator, student } = credentialsOf(options.secrets);
    await runCmsCommand(
      'first-start',
      { ...options, database },
      {
        ADMIN_EMAIL: administrator.email,
        ADMIN_PASSWORD: administrator.password,
        STUDENT_EMAIL: student.email,
        STUDENT_PASSWORD: student.password,
        ...(sample ? { SAMPLE_FOLDER: sampleFolder } : {}),
      },
    );
  });
}
