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
  it('include a vitest file that could not be loaded, and name what failed', () => {
    const passing = { status: 'passed', fullName: 'a test', failureMessages: [] };
    const failing = {
      status: 'failed',
      fullName: 'b test',
      failureMessages: ['\u001b[31mno\u001b[39m\n at x'],
    };
    const json = {
      numPassedTests: 2,
      numFailedTests: 1,
      testResults: [
        {
          status: 'failed',
          name: '/x/a.test.ts',
          message: '',
          assertionResults: [passing, passing, failing],
        },
        { status: 'failed', name: '/x/b.test.ts', message: 'cannot load', assertionResults: [] },
      ],
    };
    expect(readVitestCounts(json)).toEqual({
      passed: 2,
      failed: 2,
      failures: ['b test: no', '/x/b.test.ts: cannot load'],
    });
  });

  it('take a flaky window test and an error outside of tests as failures, and name them', () => {
    const spec = (title: string, ok: boolean, message: string) => ({
      ...{ title, ok, file: 'a.spec.ts' },
      tests: [{ results: [{ errors: ok ? [] : [{ message }] }] }],
    });
    const json = {
      suites: [
        {
          specs: [spec('good', true, '')],
          suites: [{ specs: [spec('bad', false, 'Error: it broke\nmore')] }],
        },
      ],
      stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 0 },
      errors: [{ message: 'no set-up' }],
    };
    expect(readPlaywrightCounts(json)).toEqual({
      passed: 5,
      failed: 3,
      failures: ['a.spec.ts: bad: Error: it broke', 'no set-up'],
    });
  });
});
