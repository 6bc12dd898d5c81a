import { countCause, dominates, judgedOf } from '../capture-facts.ts';
import { confidenceByCount, counted, type VerdictRule } from '../verdict-rule.ts';

/** Refused at the door: a reset in answer to the first packet. */
export const portClosed: VerdictRule = {
  kind: 'port-closed',
  decide({ subject }) {
    if (!dominates(subject, 'closed-port')) return null;
    const refused = countCause(subject, 'closed-port');
    return {
      confidence: confidenceByCount(refused),
      summary:
        `${refused} of ${counted(judgedOf(subject, subject.sessions), 'connection attempt')} to Bitbucket was refused at once: that port is closed there.`.replace(
          /^(\d\d+|[2-9]) of (.*) was refused/,
          '$1 of $2 were refused',
        ),
      for: [
        {
          kind: 'refused',
          text: `${counted(refused, 'attempt')} got a reset in answer to the first packet, from the distance of a server.`,
        },
      ],
      against:
        subject.handshakes > 0
          ? [
              {
                kind: 'open-too',
                text: `${counted(subject.handshakes, 'other attempt')} were accepted: perhaps one edge refuses.`,
              },
            ]
          : [],
      runnerUp: {
        kind: 'firewall-reset',
        separatingCheck:
          'Compare the answer time with a ping to your own router: an equally fast refusal comes from a firewall nearby.',
      },
    };
  },
  excludedBecause: ({ subject }) =>
    subject.handshakes > 0 && countCause(subject, 'closed-port') === 0
      ? 'No connection attempt was refused.'
      : null,
};
