import { describe, expect, it } from 'vitest';
import { findChromium } from './chromium.ts';

const only =
  (...files: string[]) =>
  (file: string) =>
    files.includes(file);

describe('the browser for browser tests', () => {
  it('is the one CHROMIUM_PATH names', () => {
    const environment = { CHROMIUM_PATH: '/opt/c', PATH: '/usr/bin' };
    expect(findChromium(environment, only('/opt/c', '/usr/bin/chromium'))).toBe('/opt/c');
  });

  it('is none, rather than another, when CHROMIUM_PATH names nothing', () => {
    const environment = { CHROMIUM_PATH: '/opt/c', PATH: '/usr/bin' };
    expect(findChromium(environment, only('/usr/bin/chromium'))).toBeUndefined();
  });

  it('is found in PATH, Chromium before its relatives and its shell before both', () => {
    const environment = { PATH: '/a:/b' };
    expect(findChromium(environment, only('/a/google-chrome', '/b/chromium'))).toBe('/b/chromium');
    const shell = '/b/chromium-headless-shell';
    expect(findChromium(environment, only('/a/chromium', shell))).toBe(shell);
    expect(findChromium(environment, only())).toBeUndefined();
  });
});
