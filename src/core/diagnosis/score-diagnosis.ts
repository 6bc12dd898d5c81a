import type { VerdictWeights } from '../../contract/verdict-weights.ts';
import type { ReadFacts } from './diagnosis-facts.ts';

export interface DiagnosisScore {
  readonly lines: readonly { readonly line: string; readonly points: number; readonly because: string }[];
  readonly total: number;
  /** Points of the experiment (class B) and of the traces (class C). */
  readonly experiment: number;
  readonly traces: number;
}

/** The score for a split by packet from live evidence alone (domain notes 2.4, classes B, C and D), line by line. */
export function scoreDiagnosis(facts: ReadFacts, { lines: points }: VerdictWeights): DiagnosisScore {
  const { comparison, paths } = facts;
  const { anycast, legacy } = comparison;
  const experiment: DiagnosisScore['lines'][number][] = [];
  const traces: DiagnosisScore['lines'][number][] = [];
  const counts = `${anycast.failures} of ${anycast.attempts} attempts to anycast failed, ${legacy.failures} of ${legacy.attempts} to the legacy addresses`;
  if (facts.failsAlone) {
    const p = comparison.oneSided;
    const line = p !== null && p < 0.001 ? 'control-clean-strongly' : 'control-clean';
    const how =
      p === null
        ? 'Wald’s sequential test, error 1 %'
        : `Fisher’s exact p ${p < 0.001 ? '< 0.001' : `= ${p.toFixed(3)}`}`;
    experiment.push({ line, points: points[line], because: `${counts} (${how}).` });
  }
  if (facts.failsAlike)
    experiment.push({
      ...{ line: 'control-fails-too', points: points['control-fails-too'] },
      because: `${counts}: the legacy addresses fail alike.`,
    });
  if (comparison.rising !== null && comparison.rising < 0.05)
    experiment.push({
      ...{ line: 'rising-failures', points: points['rising-failures'] },
      because: `The more packets we sent, the more attempts were reset (p ${comparison.rising < 0.001 ? '< 0.001' : `= ${comparison.rising.toFixed(3)}`}).`,
    });
  if (facts.isNear)
    experiment.push({
      ...{ line: 'near-device', points: points['near-device'] },
      because: `Resets came ${facts.resetDelayMs} ms after our packet; the service is ${facts.roundTripMs} ms away.`,
    });
  if (paths !== null && facts.isSplit) {
    const isSure =
      paths.classification.confidence === 'strong' || paths.classification.confidence === 'moderate';
    const line = isSure ? 'same-flow-split' : 'same-flow-split-once';
    traces.push({ line, points: points[line], because: paths.classification.because.join(' ') });
  }
  const sum = (lines: DiagnosisScore['lines']): number => lines.reduce((total, one) => total + one.points, 0);
  return {
    lines: [...experiment, ...traces],
    ...{ total: sum(experiment) + sum(traces), experiment: sum(experiment), traces: sum(traces) },
  };
}
