import { describe, expect, it } from 'vitest';
import { readPlaywrightCounts, readVitestCounts } from './counts.ts';
import { judge, sumUp } from './stage.ts';

describe('what the end of a stage means', () => {
  it('is the exit code where a tool counts nothing', () => {
    expect(judge(0, undefined)).toEqual({ passed: 1, failed: 0 });
    expect(judge(2, undefined)).toEqual({ passed: 0, failed: 1 });
  });

  it('is a failure when no test ran, whatever the exit code says', () => {
    expect(judge(0, { passed: 0, failed: 0 }).failed).toBe(1);
  });

  it('is a failure when the tool failed though no test did', () => {
    expect(judge(1, { passed: 9, failed: 0 }).failed).toBe(1);
  });

  it('sums up in exactly one line', () => {
    expect(
      sumUp([
        { passed: 40, failed: 0 },
        { passed: 1, failed: 2 },
      ]),
    ).toBe('41 passed, 2 failed');
  });
});

describe('the counts of the tools', () => {
  it('include a vitest file that could not be loaded', () => {
    const json = {
      numPassedTests: 3,
      numFailedTests: 0,
      testResults: [
        { status: 'passed', assertionResults: [{}, {}, {}] },
        { status: 'failed', assertionResults: [] },
      ],
    };
    expect(readVitestCounts(json)).toEqual({ passed: 3, failed: 1 });
  });

  it('take a flaky window test and an error outside of tests as failures', () => {
    const json = { stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 0 }, errors: [{}] };
    expect(readPlaywrightCounts(json)).toEqual({ passed: 5, failed: 3 });
  });
});
