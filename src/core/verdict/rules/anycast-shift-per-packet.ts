import { type CaptureFacts, countCause, dominates, judgedOf } from '../capture-facts.ts';
import { compareWithControl } from '../control-comparison.ts';
import { scoreAsEvidence, scoreShift } from '../shift-score.ts';
import { counted, type VerdictRule } from '../verdict-rule.ts';

/** Fewer sessions that another edge reset for certain are chance, when the rest does not tell. */
const FEWEST_SHIFTED = 3;

/**
 * Edges at the same distance, in hops and in time: their resets look like the session's own server's, and only now and
 * then a delay gives one away. That the legacy addresses are clean meanwhile is what tells (the laboratory's
 * `alternate-split-equal` with round trips of 40 and 48 ms).
 */
const isSplitBetweenLikes = (facts: CaptureFacts): boolean =>
  dominates(facts.anycast, 'other-edge', 'unexplained') &&
  compareWithControl(facts).reading === 'control-clean';

/** What is left when everything commoner is excluded, if the score carries it. */
export const anycastShiftPerPacket: VerdictRule = {
  kind: 'anycast-shift-per-packet',
  decide(facts, weights) {
    const { anycast, subjectIsControl, survey } = facts;
    if (subjectIsControl) return null;
    const comparison = compareWithControl(facts);
    const shifted = countCause(anycast, 'other-edge');
    const isClear = dominates(anycast, 'other-edge');
    if (!isClear && !(shifted >= FEWEST_SHIFTED && isSplitBetweenLikes(facts))) return null;
    const score = scoreShift(facts, weights);
    if (score.total < weights.thresholds.weak) return null;
    const against = [
      ...(comparison.reading === 'no-control'
        ? [
            {
              kind: 'no-control',
              text: 'The capture holds too few sessions to the legacy addresses to compare with.',
            },
          ]
        : []),
      ...(survey.edges.length < 2
        ? [
            {
              kind: 'one-edge-seen',
              text: 'Only one edge answered handshakes; the second is inferred from its resets alone.',
            },
          ]
        : []),
      ...(anycast.reset.length > shifted
        ? [
            {
              kind: 'others',
              text: `${anycast.reset.length - shifted} reset sessions have another or no clear cause.`,
            },
          ]
        : []),
      {
        kind: 'one-capture',
        text: 'A capture from one machine shows that packets were split, not which router does it.',
      },
    ];
    return {
      confidence: isClear && score.total >= weights.thresholds.moderate ? 'moderate' : 'weak',
      summary: `Packets of one session reach different Bitbucket edges: ${shifted} of ${counted(judgedOf(anycast, anycast.handshakes), 'session')} were reset by an edge that did not know them. This fits anycast shift.`,
      for: scoreAsEvidence(score),
      against,
      runnerUp:
        comparison.reading === 'control-clean'
          ? {
              kind: 'middlebox-injection',
              separatingCheck:
                'Trace the path several times with unchanged addresses and ports: a hop that answers with two addresses in turn is the splitting router.',
            }
          : {
              kind: 'stateless-reset-not-anycast',
              separatingCheck:
                'Repeat the same traffic to the legacy addresses 18.205.93.0/.1/.2, which are not anycast: if it is clean there, it is the anycast path.',
            },
    };
  },
  excludedBecause: ({ anycast, subjectIsControl }) => {
    if (subjectIsControl) return 'The capture holds no session to an anycast address.';
    if (anycast.reset.length > 0 && countCause(anycast, 'other-edge') === 0)
      return 'No reset came from another edge of the service.';
    return anycast.reset.length === 0 && anycast.handshakes >= 5
      ? 'No session was reset by a machine that did not know it.'
      : null;
  },
};
