import { confidenceByCount, counted, type VerdictRule } from '../verdict-rule.ts';

/** All resets were sent by this machine. */
export const localReset: VerdictRule = {
  kind: 'local-reset',
  decide({ subject }) {
    if (subject.reset.length > 0 || subject.endedHere === 0 || subject.endedHere < 0.1 * subject.sessions)
      return null;
    return {
      confidence: confidenceByCount(subject.endedHere),
      summary:
        `The resets were sent by this machine, not received: ${counted(subject.endedHere, 'session')} was ended from here.`.replace(
          'sessions was',
          'sessions were',
        ),
      for: [
        {
          kind: 'direction',
          text: `${counted(subject.endedHere, 'session')} ended with a reset from this side while open, with nothing received that would explain it.`,
        },
      ],
      against: [],
      runnerUp: {
        kind: 'server-abort',
        separatingCheck:
          'Look which program owned the connection: security software, a proxy or container networking on this machine can end sessions in its name.',
      },
    };
  },
  excludedBecause: ({ subject }) =>
    subject.reset.length > 0 ? 'The judged resets were received, not sent.' : null,
};
