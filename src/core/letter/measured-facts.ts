import type { Arm, Diagnosis } from '../../contract/diagnosis.ts';
import { wilsonInterval } from '../probe/statistics.ts';
import { type ArmFacts, type CaptureFacts, NO_CAUSE } from './letter-facts.ts';

/** What a letter without a capture says of a live diagnosis: its attempts stand in place of sessions, no packet is known. */
export function measuredFacts({
  verdict,
  comparison,
  attempts,
  startedAt,
  endedAt,
}: Diagnosis): CaptureFacts {
  const armOf = (arm: Arm): ArmFacts => ({
    addresses: [...new Set(attempts.filter((one) => one.arm === arm).map(({ address }) => address))].sort(),
    sessions: comparison[arm].attempts,
    reset: comparison[arm].resets,
    interval: wilsonInterval(comparison[arm].resets, comparison[arm].attempts),
  });
  return {
    ...{ kind: verdict.kind, confidence: verdict.confidence, from: startedAt, until: endedAt },
    ...{ anycast: armOf('anycast'), control: armOf('legacy') },
    // A plan that may end early has no such number, and one of failures of every kind is not one of resets.
    probability: comparison.anycast.failures === comparison.anycast.resets ? comparison.oneSided : null,
    ...{ files: [], edges: [], example: null },
    ruledOut: verdict.ruledOut.map(({ kind }) => kind).filter((kind) => !NO_CAUSE.includes(kind)),
  };
}
