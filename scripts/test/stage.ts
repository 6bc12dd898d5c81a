export type Counts = {
  readonly passed: number;
  readonly failed: number;
  /** What failed, each in one line for the end of the output, where it is still seen when the rest is cut off. */
  readonly failures?: readonly string[];
};

/** One thing `npm test` checks: a script for this Node. A stage without `counts` is one test: its exit code. */
export type Stage = {
  readonly name: string;
  readonly args: readonly string[];
  readonly limitMs?: number;
  readonly counts?: {
    /** Environment variable that tells the tool where to write its JSON. */
    readonly variable: string;
    readonly read: (json: unknown) => Counts;
  };
};

export type Outcome = Counts & { readonly name: string; readonly seconds: number; readonly remark?: string };

/** What a stage's end means. Having run no test, and failing without a failed test, both count as one failure. */
export const judge = (code: number, counts: Counts | undefined): Counts & { readonly remark?: string } => {
  if (counts === undefined) return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  if (counts.passed + counts.failed === 0) return { passed: 0, failed: 1, remark: 'no test ran' };
  if (code !== 0 && counts.failed === 0) {
    return { passed: counts.passed, failed: 1, remark: `ended with ${code} though no test failed` };
  }
  return counts;
};

export const sumUp = (outcomes: readonly Counts[]): string => {
  const passed = outcomes.reduce((sum, each) => sum + each.passed, 0);
  const failed = outcomes.reduce((sum, each) => sum + each.failed, 0);
  return `${passed} passed, ${failed} failed`;
};
