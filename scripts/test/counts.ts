import { stripVTControlCharacters } from 'node:util';
import { z } from 'zod';
import type { Counts } from './stage.ts';

const vitest = z.object({
  numPassedTests: z.number().int(),
  numFailedTests: z.number().int(),
  testResults: z.array(
    z.object({
      status: z.string(),
      name: z.string(),
      message: z.string().default(''),
      assertionResults: z.array(
        z.object({
          status: z.string(),
          fullName: z.string(),
          failureMessages: z.array(z.string()).nullish(),
        }),
      ),
    }),
  ),
});

/** The first line that says something, without the colours of a terminal. */
const firstLine = (text: string): string => {
  const plain = stripVTControlCharacters(text);
  return (
    plain
      .split('\n')
      .find((line) => line.trim() !== '')
      ?.trim() ?? ''
  );
};

/** Vitest's JSON reporter. A file that could not even be read has no tests in it and counts as one failure. */
export const readVitestCounts = (json: unknown): Counts => {
  const { numPassedTests, numFailedTests, testResults } = vitest.parse(json);
  const broken = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  const failures = testResults.flatMap(({ assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === 'failed')
      .map(({ fullName, failureMessages }) => `${fullName}: ${firstLine(failureMessages?.[0] ?? '')}`),
  );
  return {
    passed: numPassedTests,
    failed: numFailedTests + broken.length,
    failures: [...failures, ...broken.map(({ name, message }) => `${name}: ${firstLine(message)}`)],
  };
};

const playwrightError = z.object({ message: z.string().default('') });

/** Describe blocks nest, so a suite holds suites. */
interface PlaywrightSuite {
  readonly specs?:
    | readonly {
        readonly title: string;
        readonly ok: boolean;
        readonly file: string;
        readonly tests: readonly {
          readonly results: readonly { readonly errors: readonly { message: string }[] }[];
        }[];
      }[]
    | undefined;
  readonly suites?: readonly PlaywrightSuite[] | undefined;
}
const playwrightSuite: z.ZodType<PlaywrightSuite> = z.lazy(() =>
  z.object({
    specs: z
      .array(
        z.object({
          title: z.string(),
          ok: z.boolean(),
          file: z.string(),
          tests: z.array(
            z.object({ results: z.array(z.object({ errors: z.array(playwrightError).default([]) })) }),
          ),
        }),
      )
      .optional(),
    suites: z.array(playwrightSuite).optional(),
  }),
);

const failedSpecs = (suites: readonly PlaywrightSuite[]): string[] =>
  suites.flatMap(({ specs = [], suites: inner = [] }) => [
    ...specs
      .filter(({ ok }) => !ok)
      .map(({ title, file, tests }) => {
        const errors = tests.flatMap(({ results }) => results.flatMap((result) => result.errors));
        return `${file}: ${title}: ${firstLine(errors[0]?.message ?? '')}`;
      }),
    ...failedSpecs(inner),
  ]);

const playwright = z.object({
  suites: z.array(playwrightSuite).default([]),
  stats: z.object({ expected: z.number().int(), unexpected: z.number().int(), flaky: z.number().int() }),
  errors: z.array(playwrightError),
});

/** Playwright's JSON reporter; a test that passed only on a second try counts as failed. */
export const readPlaywrightCounts = (json: unknown): Counts => {
  const { stats, errors, suites } = playwright.parse(json);
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
    failures: [...failedSpecs(suites), ...errors.map(({ message }) => firstLine(message))],
  };
};
