import { describe, expect, it } from 'vitest';
import { MACOS_PROMPTS } from '../../test-support/macos-transcripts.ts';
import { meaningOf } from './prompt-failure.ts';
import { problemOfLaunch } from './refusal-problem.ts';

describe('what the prompt of macOS said at its end', () => {
  it.each(MACOS_PROMPTS)('$what means $means', ({ message, stderr, code, means }) => {
    const failure = meaningOf({ message, stderr, code });
    expect(failure.kind).toBe(means);
    const { problem } = problemOfLaunch(failure);
    expect(problem).toMatchObject({ kind: 'no-rights', reason: means });
    // The system's own words are for support; what is read is ours.
    expect(`${problem.message} ${problem.hint}`).not.toMatch(/execution error|applet|\(-\d+\)/);
  });
});
