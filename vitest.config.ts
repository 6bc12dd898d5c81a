import { defineConfig } from 'vitest/config';

/** Pure code: its tests leave nothing behind, so they share their workers. */
const PURE = ['src/core/**/*.test.ts', 'src/contract/**/*.test.ts'];

export default defineConfig({
  test: {
    testTimeout: 20_000,
    maxWorkers: 2,
    ...(process.env.VITEST_JSON && { outputFile: { json: process.env.VITEST_JSON } }),
    projects: [
      { extends: true, test: { name: 'pure', include: PURE, isolate: false } },
      {
        extends: true,
        test: {
          name: 'rest',
          include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.{ts,mjs}', 'e2e/lab/**/*.test.ts'],
          exclude: PURE,
        },
      },
    ],
  },
});
