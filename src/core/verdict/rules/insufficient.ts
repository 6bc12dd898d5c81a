import { scoreShift } from '../shift-score.ts';
import { counted, type VerdictRule } from '../verdict-rule.ts';

/** Resets there are, but nothing that tells their sender. The last rule: it always answers. */
export const insufficient: VerdictRule = {
  kind: 'insufficient',
  decide(facts, weights) {
    const { subject } = facts;
    const score = scoreShift(facts, weights);
    return {
      confidence: 'none',
      summary:
        subject.reset.length > 0
          ? `${counted(subject.reset.length, 'session')} ${subject.reset.length === 1 ? 'was' : 'were'} reset, but this capture does not show by whom.`
          : 'This capture holds too little of any Bitbucket session to say anything.',
      for: [
        {
          kind: 'undecided',
          text: `The score for a per-packet split is ${score.total}; at least ${weights.thresholds.weak} is needed, and no other cause explains most of the resets.`,
        },
      ],
      against: [],
      runnerUp: {
        kind: 'anycast-shift-per-packet',
        separatingCheck:
          'Capture again with many short connections to the anycast and to the legacy addresses in turn; the handshakes show which edges are in play.',
      },
    };
  },
  excludedBecause: () => null,
};
