import { dominates } from '../capture-facts.ts';
import { counted, type VerdictRule } from '../verdict-rule.ts';

/** Routers that hash the IPv6 flow label, and a system that changes it after a time-out (RFC 6438; Linux txrehash). */
export const ipv6FlowLabelRehash: VerdictRule = {
  kind: 'ipv6-flow-label-rehash',
  decide({ subject, subjectIsControl }) {
    if (subjectIsControl || !dominates(subject, 'other-edge')) return null;
    const changed = subject.reset.filter(
      ({ session, first }) => session.family === 6 && first?.reset.flowLabelChanged,
    ).length;
    if (changed === 0 || changed < 0.8 * subject.reset.length) return null;
    return {
      confidence: changed >= 3 ? 'moderate' : 'weak',
      summary:
        'Our own system changed the IPv6 flow label inside the sessions, and a router that hashes it moved them to another edge.',
      for: [
        {
          kind: 'flow-label',
          text: `In ${changed} of ${counted(subject.reset.length, 'reset session')} the flow label had changed before the reset.`,
        },
      ],
      against: [],
      runnerUp: {
        kind: 'anycast-shift-per-packet',
        separatingCheck:
          'Repeat over IPv4, or with net.ipv6.auto_flowlabels=0: if it is clean then, it was the label.',
      },
    };
  },
  excludedBecause: ({ subject }) => {
    if (subject.reset.length === 0) return null;
    if (subject.reset.every(({ session }) => session.family === 4))
      return 'The sessions use IPv4, which has no flow label.';
    return subject.reset.every(({ first }) => !first?.reset.flowLabelChanged)
      ? 'No IPv6 flow label changed inside a reset session.'
      : null;
  },
};
