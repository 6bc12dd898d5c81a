import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.{ts,mjs}', 'e2e/lab/**/*.test.ts'],
    testTimeout: 20_000,
    maxWorkers: 2,
    ...(process.env.VITEST_JSON && { outputFile: { json: process.env.VITEST_JSON } }),
  },
});
