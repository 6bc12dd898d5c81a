import { z } from 'zod';
import type { Counts } from './stage.ts';

const vitest = z.object({
  numPassedTests: z.number().int(),
  numFailedTests: z.number().int(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.unknown()) })),
});

/** Vitest's JSON reporter. A file that could not even be read has no tests in it and counts as one failure. */
export const readVitestCounts = (json: unknown): Counts => {
  const { numPassedTests, numFailedTests, testResults } = vitest.parse(json);
  const broken = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  return { passed: numPassedTests, failed: numFailedTests + broken.length };
};

const playwright = z.object({
  stats: z.object({ expected: z.number().int(), unexpected: z.number().int(), flaky: z.number().int() }),
  errors: z.array(z.unknown()),
});

/** Playwright's JSON reporter; a test that passed only on a second try counts as failed. */
export const readPlaywrightCounts = (json: unknown): Counts => {
  const { stats, errors } = playwright.parse(json);
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length };
};
