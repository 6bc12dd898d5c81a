import type { Confidence, Evidence, VerdictKind } from '../../contract/verdict.ts';
import type { VerdictWeights } from '../../contract/verdict-weights.ts';
import type { CaptureFacts } from './capture-facts.ts';

export interface Conclusion {
  readonly confidence: Confidence;
  readonly summary: string;
  readonly for: readonly Evidence[];
  readonly against: readonly Evidence[];
  readonly runnerUp: { readonly kind: VerdictKind; readonly separatingCheck: string } | null;
}

/**
 * One verdict, one file. `decide` answers when the facts carry it; `excludedBecause` gives the sentence for "ruled
 * out" when the facts speak clearly against it, and null when they are silent.
 */
export interface VerdictRule {
  readonly kind: VerdictKind;
  decide(facts: CaptureFacts, weights: VerdictWeights): Conclusion | null;
  excludedBecause(facts: CaptureFacts): string | null;
}

/** "1 session", "3 sessions". */
export const counted = (count: number, noun: string, plural = `${noun}s`): string =>
  `${count} ${count === 1 ? noun : plural}`;

export const percent = (share: number): string => `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;

/** A capture shows one place and one time: several agreeing sessions give "moderate", never "strong" (domain notes 2.4). */
export const confidenceByCount = (sessions: number): Confidence => (sessions >= 3 ? 'moderate' : 'weak');
