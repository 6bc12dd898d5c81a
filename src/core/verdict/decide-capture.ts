import type { Evidence, Verdict } from '../../contract/verdict.ts';
import type { VerdictWeights } from '../../contract/verdict-weights.ts';
import type { CaptureFacts } from './capture-facts.ts';
import { anycastShiftPerPacket } from './rules/anycast-shift-per-packet.ts';
import { anycastShiftRouteChange } from './rules/anycast-shift-route-change.ts';
import { captureInvalid } from './rules/capture-invalid.ts';
import { firewallReset } from './rules/firewall-reset.ts';
import { healthy } from './rules/healthy.ts';
import { idleTimeout } from './rules/idle-timeout.ts';
import { insufficient } from './rules/insufficient.ts';
import { ipv6FlowLabelRehash } from './rules/ipv6-flow-label-rehash.ts';
import { localReset } from './rules/local-reset.ts';
import { middleboxInjection } from './rules/middlebox-injection.ts';
import { pmtudBlackhole } from './rules/pmtud-blackhole.ts';
import { portClosed } from './rules/port-closed.ts';
import { providerMaintenance } from './rules/provider-maintenance.ts';
import { serverAbort } from './rules/server-abort.ts';
import { statelessResetNotAnycast } from './rules/stateless-reset-not-anycast.ts';
import { unreachable } from './rules/unreachable.ts';
import { scoreShift } from './shift-score.ts';
import { counted, type VerdictRule } from './verdict-rule.ts';

/** First match decides: the excluder's order of domain notes 2.4, cheap exclusions before the score. */
const RULES: readonly VerdictRule[] = [
  captureInvalid,
  pmtudBlackhole,
  unreachable,
  localReset,
  portClosed,
  idleTimeout,
  serverAbort,
  firewallReset,
  ipv6FlowLabelRehash,
  anycastShiftRouteChange,
  providerMaintenance,
  statelessResetNotAnycast,
  middleboxInjection,
  healthy,
  anycastShiftPerPacket,
];

/** The verdict on a capture, with what speaks for and against it and what was ruled out. */
export function decideCapture(facts: CaptureFacts, weights: VerdictWeights): Verdict {
  for (const rule of [...RULES, insufficient]) {
    const conclusion = rule.decide(facts, weights);
    if (!conclusion) continue;
    const others = conclusion.confidence === 'none' ? [] : RULES.filter((other) => other.kind !== rule.kind);
    return {
      kind: rule.kind,
      confidence: conclusion.confidence,
      summary: conclusion.summary,
      for: [...conclusion.for],
      against: [...conclusion.against, ...unjudged(facts)],
      ruledOut: others.flatMap((other) => {
        const text = other.excludedBecause(facts);
        return text === null ? [] : [{ kind: other.kind, text }];
      }),
      runnerUp: conclusion.runnerUp === null ? null : { ...conclusion.runnerUp },
      score: scoreShift(facts, weights).lines.map((line) => ({ ...line })),
    };
  }
  throw new Error('The last verdict rule always answers.');
}

/** Of very many sessions that were reset a sample is looked into; whoever reads the verdict has to know. */
function unjudged({ subject }: CaptureFacts): Evidence[] {
  if (subject.unjudged === 0) return [];
  const more = `${counted(subject.unjudged, 'session')} with a reset ${subject.unjudged === 1 ? 'is' : 'are'} only counted, and nobody looked for the cause`;
  return [
    {
      kind: 'not-looked-into',
      text: `${more}: this rests on a sample of ${subject.reset.length} from the whole time. Cut the capture to a shorter time to have each looked into.`,
    },
  ];
}
