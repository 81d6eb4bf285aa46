import { spawn } from 'node:child_process';
import path from 'node:path';
import { room } from '../lib/paths.ts';
import { loadSecrets } from '../lib/secrets.ts';
import { cmsEnvironment } from '../lib/services.ts';
import type { Settings } from '../lib/settings.ts';
import type { RunningSystem } from '../lib/system.ts';
import { hold, type Step } from './report.ts';

export interface PublishedCourse {
  readonly id: number;
  readonly name: string;
  readonly lessons: number;
  readonly tests: number;
}

type Counts = Readonly<
  Record<'modules' | 'lessons' | 'tests' | 'questions' | 'projects' | 'warnings', number>
>;

/** The editor's part: the folder becomes drafts, an administrator publishes them. */
export async function playGuru(
  step: Step,
  system: RunningSystem,
  settings: Settings,
  folder: string,
  signal: AbortSignal,
): Promise<PublishedCourse> {
  const counts = await step('import', async () => {
    const result = await importFolder(system, settings, folder, signal);
    hold(result.lessons > 0, 'No lesson was imported.');
    const detail = Object.entries(result).map(([name, count]) => `${count} ${name}`);
    return { detail: detail.join(', '), result };
  });

  const token = await step('sign in as administrator', async () => {
    const { email, password } = system.credentials.administrator;
    const { status, body } = await ask(system, 'POST', '/admin/login', { email, password });
    const { data } = body as { data?: { token?: string } };
    hold(typeof data?.token === 'string', `The admin answers ${status}.`);
    return { detail: email, result: data.token };
  });

  const draft = await step('find the draft', async () => {
    const list = '/content-manager/collection-types/api::course.draft-course';
    const { status, body } = await ask(system, 'GET', list, undefined, token);
    const { results = [] } = body as { results?: { documentId: string; name: string }[] };
    const [result] = results;
    hold(results.length === 1 && result !== undefined, `${status}: ${results.length} drafts.`);
    const look = await ask(
      system,
      'GET',
      `/publisher/courses/${result.documentId}`,
      undefined,
      token,
    );
    const { problems = [] } = look.body as { problems?: { severity: string; message: string }[] };
    const errors = problems.filter(({ severity }) => severity === 'error');
    hold(look.status === 200 && errors.length === 0, `${errors[0]?.message ?? look.status}`);
    return { detail: `“${result.name}”, ${problems.length} warnings`, result };
  });

  return step('publish', async () => {
    const door = `/publisher/courses/${draft.documentId}/publish`;
    const { status, body } = await ask(system, 'POST', door, { message: 'The tour' }, token);
    const outcome = body as { kind?: string; courseId: number; version: number };
    hold(outcome.kind === 'published', `${status}: ${JSON.stringify(body).slice(0, 500)}`);
    const { lessons, tests } = counts;
    return {
      detail: `course ${outcome.courseId}, version ${outcome.version}`,
      result: { id: outcome.courseId, name: draft.name, lessons, tests },
    };
  });
}

async function ask(
  system: RunningSystem,
  method: 'GET' | 'POST',
  door: string,
  body?: unknown,
  token?: string,
): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${system.cmsUrl}${door}`, {
    method,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(120_000),
  });
  return { status: response.status, body: await response.json().catch(() => ({})) };
}

/** The import command, as `npm run import` runs it, on the throw-away system's database. */
function importFolder(
  system: RunningSystem,
  settings: Settings,
  folder: string,
  signal: AbortSignal,
): Promise<Counts> {
  const environment = cmsEnvironment({
    host: settings.host,
    port: settings.ports.cms,
    learnerUrl: system.learnerUrl,
    smtpUrl: system.mail.smtpUrl,
    database: system.database,
    secrets: loadSecrets(settings.dataDir),
    logsFolder: path.join(settings.dataDir, 'logs'),
    publicFolder: path.join(settings.dataDir, 'public'),
  });
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [path.join('dist', 'commands', 'import.js'), '--json', '--', folder],
      {
        cwd: room('cms'),
        env: { ...environment, NODE_ENV: 'production' },
        stdio: ['ignore', 'pipe', 'pipe'],
        signal,
      },
    );
    let [output, errors] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      output = (output + chunk).slice(-100_000);
    });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      errors = (errors + chunk).slice(-2000);
    });
    child.on('error', reject);
    child.on('close', (code) => {
      const last = output.trimEnd().split('\n').at(-1) ?? '';
      if (code === 0 && last.startsWith('{')) resolve(JSON.parse(last) as Counts);
      else reject(new Error(`The import ended with exit code ${code}: ${errors.trim()}`));
    });
  });
}
