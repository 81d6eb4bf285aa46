import { type Browser, chromium } from 'playwright-core';

/** False where no Chromium was found; browser tests are then left out, and the command says so. */
export const hasBrowser = Boolean(process.env.CHROMIUM_PATH);

export async function launchBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM_PATH;
  if (!executablePath)
    throw new Error('No Chromium was found; guard browser tests with hasBrowser.');
  return chromium.launch({
    executablePath,
    // Other tests may keep the machine busy meanwhile.
    timeout: 120_000,
    args: [
      // Without a window it would fit letters to whole dots, which one with a window does not.
      '--font-render-hinting=none',
      // Chromium refuses its own sandbox to root, as which containers and CI often run.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  });
}
