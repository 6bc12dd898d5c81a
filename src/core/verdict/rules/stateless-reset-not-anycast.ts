import { countCause, dominates, hasEvidence } from '../capture-facts.ts';
import { compareWithControl } from '../control-comparison.ts';
import { counted, percent, type VerdictRule } from '../verdict-rule.ts';

/** Servers that do not know the session although every packet reached the same one: our source address changed. */
export const statelessResetNotAnycast: VerdictRule = {
  kind: 'stateless-reset-not-anycast',
  decide(facts) {
    const { subject } = facts;
    if (!dominates(subject, 'other-edge', 'unexplained')) return null;
    const comparison = compareWithControl(facts);
    const same = subject.reset.filter(({ first }) => first && hasEvidence(first, 'same-edge')).length;
    const mostlySame = same > 0 && same >= subject.reset.length / 2;
    const controlFails = comparison.reading === 'control-fails-too';
    if (!controlFails && !mostlySame) return null;
    // What loses sessions, or another source address, would show on the legacy addresses as well.
    if (comparison.reading === 'control-clean') return null;
    if (!controlFails && countCause(subject, 'other-edge') > same) return null;
    return {
      confidence: controlFails && subject.reset.length >= 3 ? 'moderate' : 'weak',
      summary: controlFails
        ? 'The legacy addresses, which are not anycast, fail the same way, so anycast shift is not the cause.'
        : 'The resets come from the very server that owned the session and has lost it: not another edge.',
      for: [
        ...(controlFails
          ? [
              {
                kind: 'control-fails-too',
                text: `Anycast: ${comparison.anycastReset} of ${comparison.anycastSessions} reset (${percent(comparison.anycastReset / Math.max(1, comparison.anycastSessions))}); control: ${comparison.controlReset} of ${comparison.controlSessions} (${percent(comparison.controlReset / Math.max(1, comparison.controlSessions))}).`,
              },
            ]
          : []),
        ...(same > 0
          ? [
              {
                kind: 'same-edge',
                text: `${counted(same, 'reset')} have TTL and round trip of the session's own server.`,
              },
            ]
          : []),
      ],
      against: controlFails
        ? []
        : [
            {
              kind: 'no-control',
              text: `${counted(comparison.controlSessions, 'session')} to the legacy addresses ${comparison.controlSessions === 1 ? 'is' : 'are'} in the capture, ${comparison.controlReset} of them reset: too few to compare with.`,
            },
          ],
      runnerUp: controlFails
        ? {
            kind: 'idle-timeout',
            separatingCheck:
              'Look at the router that translates addresses: several uplinks without stickiness, or forgotten translations, give exactly this.',
          }
        : {
            kind: 'provider-maintenance',
            separatingCheck:
              'Measure again in 15 minutes and compare with the legacy addresses: maintenance passes within ten.',
          },
    };
  },
  excludedBecause(facts) {
    const comparison = compareWithControl(facts);
    if (comparison.reading !== 'control-clean') return null;
    return `The legacy addresses, reached over the same line at the same time, were not reset once in ${counted(comparison.controlSessions, 'session')}.`;
  },
};
