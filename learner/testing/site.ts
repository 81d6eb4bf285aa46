import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { testPort } from '../../scripts/testing/ports.ts';
import { type Fixture, startFixture } from './cms-fixture.ts';

const entry = path.join(import.meta.dirname, '..', 'dist', 'server', 'entry.mjs');

export interface Site {
  readonly url: string;
  readonly cms: Fixture;
  close(): Promise<void>;
}

/** Resolves when the site says so itself; its output is the message when it ends instead. */
function listening(site: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = '';
    const read = (chunk: Buffer) => {
      output += chunk;
      if (output.includes('listening on')) resolve();
    };
    site.stdout?.on('data', read);
    site.stderr?.on('data', read);
    site.once('exit', (code) => reject(new Error(`The site ended with ${code}:\n${output}`)));
  });
}

/** The built site as its own process, in front of a fixture of its own. */
export async function startSite(settings: Record<string, string> = {}): Promise<Site> {
  if (!existsSync(entry))
    throw new Error('The site is not built. Run "npm run build" in learner/ first.');
  const [cms, port] = [await startFixture(), await testPort()];
  const url = `http://127.0.0.1:${port}`;
  const env = {
    ...process.env,
    HOST: '127.0.0.1',
    PORT: String(port),
    CMS_URL: cms.url,
    PUBLIC_URL: url,
    ...settings,
  };
  const site = spawn(process.execPath, [entry], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  await listening(site);
  site.removeAllListeners('exit');
  const close = async () => {
    const ended = new Promise((resolve) => site.once('exit', resolve));
    site.kill();
    await ended;
    await cms.close();
  };
  return { url, cms, close };
}
