import { defineConfig } from 'vitest/config';
import { LongestFirst } from './scripts/testing/longest-first.ts';

const common = {
  environment: 'node',
  // A database, a Strapi or a browser may have to start on a small machine.
  // Far beyond what any test takes: a busy machine makes it slow, not wrong.
  testTimeout: 120_000,
  hookTimeout: 240_000,
  // Of expect.poll; by itself it waits for one second.
  expect: { poll: { timeout: 60_000 } },
} as const;

export default defineConfig({
  test: {
    globalSetup: ['scripts/testing/global-setup.ts'],
    // Two cores are the smallest machine we promise to pass on. A test file waits half of its time, for
    // a Strapi, a page or a clock: three keep two cores busy.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    exclude: ['**/node_modules/**', '**/dist/**', '.data/**'],
    projects: [
      {
        extends: true,
        test: {
          ...common,
          name: 'rooms',
          include: [
            '{contract,cms,scripts}/**/*.test.ts',
            'learner/{src,testing}/**/*.test.{ts,tsx}',
          ],
        },
      },
      {
        extends: true,
        test: {
          ...common,
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
        },
      },
    ],
  },
});
