import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/** The shell first: a Chromium without a window, of which tests take half the processor time. */
const names = [
  'chromium-headless-shell',
  'chrome-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
];
const places = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

export function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** CHROMIUM_PATH when it is set, else the first Chromium or relative of it in PATH. */
export function findChromium(
  environment: Readonly<Record<string, string | undefined>>,
  exists: (file: string) => boolean = isProgram,
): string | undefined {
  const chosen = environment.CHROMIUM_PATH;
  if (chosen) return exists(chosen) ? chosen : undefined;
  const folders = (environment.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '');
  const inPath = names.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  return [...inPath, ...places].find(exists);
}
