import { countCause, dominates } from '../capture-facts.ts';
import { confidenceByCount, counted, type VerdictRule } from '../verdict-rule.ts';

/** The service ended its own sessions. */
export const serverAbort: VerdictRule = {
  kind: 'server-abort',
  decide({ subject }) {
    if (!dominates(subject, 'server-abort')) return null;
    const aborted = countCause(subject, 'server-abort');
    const stamped = subject.reset.filter(({ first }) => first?.reset.hasOptions).length;
    return {
      confidence: confidenceByCount(aborted),
      summary: `The server itself ended ${counted(aborted, 'session')}: the resets come from a machine that knew them.`,
      for: [
        {
          kind: 'acknowledges',
          text: `${counted(aborted, 'reset')} acknowledge our data and come with the server's own TTL.`,
        },
        ...(stamped > 0
          ? [
              {
                kind: 'timestamps',
                text: `${stamped} of them carry the timestamp option of the session, which no other machine can know.`,
              },
            ]
          : []),
      ],
      against: [],
      runnerUp: {
        kind: 'middlebox-injection',
        separatingCheck:
          'Repeat over another network: resets that follow the network and not the server come from a box on the way.',
      },
    };
  },
  excludedBecause: ({ subject }) =>
    subject.reset.length > 0 && countCause(subject, 'server-abort') === 0
      ? 'No reset shows knowledge of the session it ended.'
      : null,
};
