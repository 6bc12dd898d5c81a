import { confidenceByCount, counted, type VerdictRule } from '../verdict-rule.ts';

/** Silence instead of resets. */
export const unreachable: VerdictRule = {
  kind: 'unreachable',
  decide({ subject }) {
    if (subject.reset.length > 0 || subject.unanswered === 0 || subject.unanswered < 0.1 * subject.sessions)
      return null;
    return {
      confidence: confidenceByCount(subject.unanswered),
      summary: `${subject.unanswered} of ${counted(subject.sessions, 'connection attempt')} to Bitbucket got no answer at all; nothing was reset.`,
      for: [
        {
          kind: 'unanswered',
          text: `${counted(subject.unanswered, 'first packet')} (SYN) stayed without any answer.`,
        },
      ],
      against:
        subject.answered > 0
          ? [{ kind: 'answered', text: `${counted(subject.answered, 'other session')} did get an answer.` }]
          : [],
      runnerUp: {
        kind: 'firewall-reset',
        separatingCheck:
          'Try the same from another network, for example a phone hotspot: silence there too points away from your own firewall.',
      },
    };
  },
  excludedBecause: ({ subject }) =>
    subject.sessions > 0 && subject.unanswered === 0 ? 'Every connection attempt got an answer.' : null,
};
