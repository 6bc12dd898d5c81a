import type { CaseComparison, ComparedCase } from '../../contract/case-comparison.ts';
import { percentText, rangeText } from '../pictures/drawing.ts';
import { fisherTwoSided } from '../probe/two-arms.ts';
import { VERDICT_NAMES } from '../words/verdict-words.ts';
import { comparedCase, type WholeCase } from './compared-case.ts';

/** Below this a difference is called more than chance. */
const CHANCE = 0.05;

/** Two cases side by side: before and after somebody's fix, or here and elsewhere. */
export function compareCases(one: WholeCase, other: WholeCase): CaseComparison {
  const sides = { one: comparedCase(one), other: comparedCase(other) };
  const samePlan = one.diagnosis?.mode === other.diagnosis?.mode;
  const basis =
    sides.one.live && sides.other.live && samePlan
      ? 'live'
      : sides.one.capture && sides.other.capture
        ? 'capture'
        : 'none';
  const shares = basis === 'none' ? null : ([sides.one[basis], sides.other[basis]] as const);
  const [first, second] = [shares?.[0]?.anycast, shares?.[1]?.anycast];
  const probability =
    first && second ? fisherTwoSided(first.failures, first.attempts, second.failures, second.attempts) : null;
  return {
    ...{ ...sides, basis, probability },
    summary: `${sharesSentence(sides.one, sides.other, basis, probability)}${verdictClause(sides.one, sides.other)}.`,
    limits: limitsOf(one, other, sides, basis),
  };
}

const chanceText = (probability: number): string =>
  probability < 0.001 ? 'less than 0.1 %' : percentText(probability);

const nameOf = ({ id, title }: ComparedCase): string => (title === '' ? id : `${id} (${title})`);

function sharesSentence(
  one: ComparedCase,
  other: ComparedCase,
  basis: CaseComparison['basis'],
  probability: number | null,
): string {
  const [first, second] = basis === 'none' ? [] : [one[basis]?.anycast, other[basis]?.anycast];
  if (!first || !second || probability === null)
    return `There are no counts of the same kind in ${nameOf(one)} and ${nameOf(other)}, so whether they differ by more than chance cannot be said`;
  const what = basis === 'live' ? 'live attempts failed' : 'captured sessions were reset';
  const tell = (side: typeof first, who: ComparedCase): string =>
    `${side.failures} of ${side.attempts} (${rangeText(side.interval)}) in ${nameOf(who)}`;
  const judged =
    first.failures === 0 && second.failures === 0
      ? 'no difference'
      : probability < CHANCE
        ? `more than chance, which alone would differ so much in ${chanceText(probability)} of such pairs`
        : `not more than chance, which alone would differ so much in ${chanceText(probability)} of such pairs`;
  return `To the anycast address ${what}: ${tell(first, one)} and ${tell(second, other)}; that is ${judged}`;
}

/** The live verdict where both have one, else that of the captures, else whichever there is. */
function verdictClause(one: ComparedCase, other: ComparedCase): string {
  const both = one.measuredVerdict && other.measuredVerdict ? 'measuredVerdict' : 'captureVerdict';
  const before = one[both] ?? one.measuredVerdict ?? one.captureVerdict;
  const after = other[both] ?? other.measuredVerdict ?? other.captureVerdict;
  if (before === null || after === null) return '';
  return before.kind === after.kind
    ? `; both verdicts are “${VERDICT_NAMES[before.kind]}”`
    : `; the verdicts are “${VERDICT_NAMES[before.kind]}” and “${VERDICT_NAMES[after.kind]}”`;
}

function limitsOf(
  one: WholeCase,
  other: WholeCase,
  sides: { readonly one: ComparedCase; readonly other: ComparedCase },
  basis: CaseComparison['basis'],
): string[] {
  const masked = [one, other].some(({ current: { origin } }) => origin.kind === 'imported' && origin.masksOn);
  return [
    ...(basis === 'none' ? [] : ['That two cases differ does not say why: place, time and load may, too.']),
    ...(sides.one.live && sides.other.live && one.diagnosis?.mode !== other.diagnosis?.mode
      ? [
          'The two were measured by different plans, whose attempts differ in length: their live shares are not compared.',
        ]
      : []),
    ...(basis === 'capture'
      ? [
          'Sessions of a capture come from whatever ran: the test takes each for itself, and those of one program may share their fate.',
        ]
      : []),
    ...(masked
      ? ['Placeholders of a case from another machine are its own: ip-1 there is not ip-1 of this machine.']
      : []),
    ...([one, other].some(({ analysis }) => analysis?.sessions.length === 0 && analysis.tcp.sessions > 0)
      ? ['A report was made without its sessions, so those cannot be counted.']
      : []),
  ];
}
