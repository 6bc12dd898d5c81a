import { hopNumber, milliseconds } from '../../capture/reset-context.ts';
import { type CaptureFacts, countCause, dominates } from '../capture-facts.ts';
import { confidenceByCount, counted, type VerdictRule } from '../verdict-rule.ts';

/** A device near this machine resets the sessions; the header alone cannot tell it from another edge. */
export const firewallReset: VerdictRule = {
  kind: 'firewall-reset',
  decide({ subject }: CaptureFacts) {
    if (!dominates(subject, 'near-device')) return null;
    const near = subject.reset.filter(({ first }) => first?.finding.cause === 'near-device');
    const delays = near.flatMap(({ first }) => first?.reset.triggerDelays[0] ?? []).sort((a, b) => a - b);
    const hops = [...new Set(near.flatMap(({ first }) => (first ? [hopNumber(first.reset.ttl)] : [])))].sort(
      (a, b) => a - b,
    );
    const median = delays[delays.length >> 1];
    const continued = near.filter(({ first }) => first?.reset.serverContinues).length;
    return {
      confidence: confidenceByCount(near.length),
      summary: `A device close to you, about hop ${hops.join(' or ')} on the way, resets the sessions, not Bitbucket.`,
      for: [
        {
          kind: 'too-fast',
          text: `${counted(near.length, 'session')} got the reset ${median === undefined ? '' : `a median ${milliseconds(median)} `}after our packet, far sooner than the service can answer.`,
        },
        {
          kind: 'near',
          text: `The TTL of the resets places their sender at about hop ${hops.join(' or ')} on the way.`,
        },
        ...(continued > 0
          ? [
              {
                kind: 'continues',
                text: `In ${counted(continued, 'session')} the real server went on sending: it was never told.`,
              },
            ]
          : []),
      ],
      against:
        subject.reset.length > near.length
          ? [
              {
                kind: 'others',
                text: `${subject.reset.length - near.length} reset sessions do not fit this.`,
              },
            ]
          : [],
      runnerUp: {
        kind: 'middlebox-injection',
        separatingCheck:
          'Ask for the log of the firewall or router at that distance for the times listed; a device that rejects writes it down.',
      },
    };
  },
  excludedBecause: ({ subject }) =>
    subject.reset.length > 0 && countCause(subject, 'near-device') === 0
      ? 'No reset came from a device a few hops away, or faster than the service can answer.'
      : null,
};
