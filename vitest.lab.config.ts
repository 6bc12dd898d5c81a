import { defineConfig } from 'vitest/config';

/** The live laboratory: real networks, one at a time, as root on Linux. `npm run lab` builds one by hand. */
export default defineConfig({
  test: {
    include: ['e2e/lab/checks/**/*.check.ts'],
    globalSetup: 'e2e/lab/checks/global-set-up.ts',
    testTimeout: 120_000,
    hookTimeout: 60_000,
    pool: 'forks',
    fileParallelism: false,
    ...(process.env.VITEST_JSON && { outputFile: { json: process.env.VITEST_JSON } }),
  },
});
