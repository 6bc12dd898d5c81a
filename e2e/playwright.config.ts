import { defineConfig } from '@playwright/test';

/** `window` drives the built sources, `packaged` the unpacked program that `npm run pack` made, `shots` takes pictures. */
export default defineConfig({
  testDir: '.',
  testIgnore: ['lab/**', 'fixtures/**'],
  testMatch: '**/*.spec.ts',
  outputDir: '../test-results',
  globalSetup: './app/global-set-up.ts',
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  forbidOnly: process.env.CI !== undefined,
  retries: 0,
  reporter: process.env.E2E_JSON ? [['list'], ['json', { outputFile: process.env.E2E_JSON }]] : 'list',
  projects: [
    { name: 'window', testIgnore: ['lab/**', 'fixtures/**', 'packaged/**', 'shots/**', 'live/**'] },
    { name: 'shots', testMatch: 'shots/**/*.spec.ts' },
    { name: 'live', testMatch: 'live/**/*.spec.ts' },
    { name: 'packaged', testMatch: 'packaged/**/*.spec.ts' },
  ],
});
