import { countCause, dominates } from '../capture-facts.ts';
import { confidenceByCount, counted, type VerdictRule } from '../verdict-rule.ts';

/** Sessions died of silence. */
export const idleTimeout: VerdictRule = {
  kind: 'idle-timeout',
  decide({ subject }) {
    if (!dominates(subject, 'idle-expiry')) return null;
    const expired = subject.reset.filter(({ first }) => first?.finding.cause === 'idle-expiry');
    const shortest = Math.min(...expired.map(({ first }) => first?.reset.idleBefore ?? 0));
    return {
      confidence: confidenceByCount(expired.length),
      summary: `Sessions died after a silence of at least ${Math.round(shortest / 1e9)} s: something on the way forgets idle connections.`,
      for: [
        {
          kind: 'silence',
          text: `${counted(expired.length, 'session')} got the reset on the first packet after a long silence.`,
        },
      ],
      against:
        subject.reset.length > expired.length
          ? [
              {
                kind: 'others',
                text: `${subject.reset.length - expired.length} sessions were reset without a silence before.`,
              },
            ]
          : [],
      runnerUp: {
        kind: 'stateless-reset-not-anycast',
        separatingCheck:
          'Send a keep-alive every 30 s (ServerAliveInterval 30): if the resets stop, it is an idle time-out.',
      },
    };
  },
  excludedBecause: ({ subject }) =>
    subject.reset.length > 0 && countCause(subject, 'idle-expiry') === 0
      ? 'The resets did not follow long silences.'
      : null,
};
