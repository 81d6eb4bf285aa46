import { defineConfig } from 'vitest/config';

const common = {
  environment: 'node',
  // A database, a Strapi or a browser may have to start on a small machine.
  // Far beyond what any test takes: a busy machine makes it slow, not wrong.
  testTimeout: 120_000,
  hookTimeout: 240_000,
} as const;

export default defineConfig({
  test: {
    globalSetup: ['scripts/testing/global-setup.ts'],
    // Two cores are the smallest machine we promise to pass on.
    maxWorkers: 2,
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
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          ...common,
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          // Each file starts a whole system and waits for it often: two keep two cores busy.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
