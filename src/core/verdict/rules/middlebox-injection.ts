import { countCause, dominates } from '../capture-facts.ts';
import { confidenceByCount, counted, type VerdictRule } from '../verdict-rule.ts';

/** Something on the way forges resets in the server's name (Weaver, Sommer, Paxson, NDSS 2009). */
export const middleboxInjection: VerdictRule = {
  kind: 'middlebox-injection',
  decide({ subject }) {
    if (!dominates(subject, 'injected')) return null;
    const forged = subject.reset.filter(({ first }) => first?.finding.cause === 'injected');
    return {
      confidence:
        confidenceByCount(forged.length) === 'moderate' &&
        forged.some(({ first }) => first?.finding.confidence === 'moderate')
          ? 'moderate'
          : 'weak',
      summary: `Resets are forged on the way in the server's name, in ${counted(forged.length, 'session')}.`,
      for: forged.slice(0, 3).flatMap(({ first }) => first?.finding.evidence.slice(0, 1) ?? []),
      against: [],
      runnerUp: {
        kind: 'firewall-reset',
        separatingCheck:
          'Repeat with another server name or port to the same address: forged resets follow the content, a firewall rule the address.',
      },
    };
  },
  excludedBecause: ({ subject }) =>
    subject.reset.length > 0 && countCause(subject, 'injected') === 0
      ? 'No reset guesses sequence numbers or arrives too early for the distance its TTL claims.'
      : null,
};
