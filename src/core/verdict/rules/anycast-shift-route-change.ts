import { type CaptureFacts, dominates } from '../capture-facts.ts';
import { findEdgeSteps } from '../edge-steps.ts';
import { counted, type VerdictRule } from '../verdict-rule.ts';

/** One move of all traffic to another edge: sessions of the old one die together, later ones are fine. */
export const anycastShiftRouteChange: VerdictRule = {
  kind: 'anycast-shift-route-change',
  decide(facts) {
    const { anycast, subjectIsControl, survey } = facts;
    if (subjectIsControl || !dominates(anycast, 'other-edge')) return null;
    const steps = findEdgeSteps(facts);
    if (!steps.isStep) return null;
    const changes = steps.runs - 1;
    return {
      confidence: anycast.reset.length >= 2 ? 'moderate' : 'weak',
      summary: `The route to Bitbucket changed ${changes === 1 ? 'once' : `${changes} times`} during the capture, and ${counted(anycast.reset.length, 'session')} that lived through it ${anycast.reset.length === 1 ? 'was' : 'were'} reset by the new edge.`,
      for: [
        {
          kind: 'edge-step',
          text: `New sessions were answered by ${survey.edges.length} different edges in ${steps.runs} unbroken stretches; a mixture would have given about ${steps.expectedRuns.toFixed(0)}.`,
        },
        {
          kind: 'left-behind',
          text: `${Math.round(steps.leftBehind * anycast.reset.length)} of ${counted(anycast.reset.length, 'reset session')} belonged to an edge that no longer answered new ones.`,
        },
      ],
      against: [
        {
          kind: 'one-capture',
          text: 'One capture shows one moment; whether it happens again needs a longer look.',
        },
      ],
      runnerUp: {
        kind: 'anycast-shift-per-packet',
        separatingCheck:
          'Keep watching: a route change is followed by health, a per-packet split goes on without pause.',
      },
    };
  },
  excludedBecause(facts: CaptureFacts) {
    if (facts.anycast.reset.length === 0) return null;
    const steps = findEdgeSteps(facts);
    if (steps.runs < 3 || steps.isStep) return null;
    const listed = facts.anycast.summary === null ? '' : ' of the sessions that are listed';
    return `The edges that answered new sessions alternate (${steps.runs} changes in ${steps.handshakes} handshakes${listed}); a route change would show one step.`;
  },
};
