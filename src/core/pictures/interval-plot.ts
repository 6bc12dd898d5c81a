import type { LiveComparison } from '../../contract/diagnosis.ts';
import { ARM_NAMES } from '../words/probe-words.ts';
import { type Drawing, line, percentText, rangeText, round, type Shape, text } from './drawing.ts';

const ROW = 56;
const TOP = 12;

/** Failure rates of both arms: the estimate as a block, its interval at 95 % as a bar, the counts in words. */
export function intervalPlot(comparison: LiveComparison, width: number): Drawing {
  const isNarrow = width < 600;
  const [left, right] = isNarrow ? [12, width - 12] : [150, width - 230];
  const arms = (['anycast', 'legacy'] as const).map((arm) => ({ arm, ...comparison[arm] }));
  const highest = Math.max(
    0.05,
    ...arms.map(({ attempts, interval }) => (attempts === 0 ? 0 : interval.high)),
  );
  const end = [0.1, 0.2, 0.4, 0.6, 0.8, 1].find((one) => one >= highest) ?? 1;
  const x = (share: number): number => round(left + (right - left) * (share / end));
  const rowHeight = isNarrow ? 84 : ROW;
  const bottom = TOP + 2 * rowHeight + 4;
  const shapes: Shape[] = [];
  for (const tick of [0, end / 2, end]) {
    shapes.push(line(x(tick), TOP, x(tick), bottom, 'grid'));
    const anchor = tick === 0 ? 'start' : tick === end && isNarrow ? 'end' : 'middle';
    shapes.push(
      text(x(tick), bottom + 18, percentText(tick), 'quiet', tick === 0 && !isNarrow ? 'middle' : anchor),
    );
  }
  for (const [index, { arm, attempts, failures, interval }] of arms.entries()) {
    const top = TOP + index * rowHeight;
    const y = isNarrow ? top + 38 : top + rowHeight / 2;
    const counts = `${failures} of ${attempts} failed`;
    const range = attempts === 0 ? 'not measured' : `true rate ${rangeText(interval)}`;
    if (isNarrow) {
      shapes.push(text(left + 10, top + 16, ARM_NAMES[arm], 'strong over'));
      shapes.push(text(left + 10, top + 68, `${counts}; ${range}`, 'over'));
    } else {
      shapes.push(text(left - 16, y + 5, ARM_NAMES[arm], 'strong', 'end'));
      shapes.push(text(right + 20, y - 4, counts, 'strong'));
      shapes.push(text(right + 20, y + 15, range, 'quiet'));
    }
    if (attempts === 0) continue;
    shapes.push(line(x(interval.low), y, x(interval.high), y, `bar ${arm}`));
    for (const edge of [interval.low, interval.high])
      shapes.push(line(x(edge), y - 7, x(edge), y + 7, `bar-end ${arm}`));
    const at = x(failures / attempts);
    shapes.push({ kind: 'box', x: round(at - 6), y: y - 10, width: 12, height: 20, look: `block ${arm}` });
  }
  const { anycast, legacy } = comparison;
  return {
    title: titleOf(comparison),
    description: arms
      .map(
        ({ arm, attempts, failures, interval }) =>
          `${ARM_NAMES[arm]}: ${failures} of ${attempts} attempts failed, true rate ${rangeText(interval)} with 95 % certainty.`,
      )
      .join(' '),
    ...{ width, height: bottom + 28, shapes, marks: [] },
    table: {
      columns: ['Addresses', 'Attempts', 'Failed', 'Reset', 'True rate (95 %)'].map((name, index) => ({
        name,
        isNumber: index > 0,
      })),
      rows: [['anycast', anycast] as const, ['legacy', legacy] as const].map(([arm, one]) => [
        ARM_NAMES[arm],
        ...[one.attempts, one.failures, one.resets].map(String),
        rangeText(one.interval),
      ]),
    },
  };
}

function titleOf({ anycast, legacy }: LiveComparison): string {
  const more = (one: typeof anycast): number => (one.attempts === 0 ? 0 : one.failures / one.attempts);
  if (anycast.attempts === 0) return 'Nothing was measured.';
  if (anycast.failures === 0 && legacy.failures === 0)
    return `Nothing failed; at the anycast addresses the true rate may be as high as ${Math.ceil(100 * (anycast.highestRate ?? anycast.interval.high))} %.`;
  if (anycast.interval.low > legacy.interval.high)
    return `The anycast addresses fail more often than the legacy ones: ${anycast.failures} of ${anycast.attempts} against ${legacy.failures} of ${legacy.attempts}.`;
  if (legacy.interval.low > anycast.interval.high)
    return `The legacy addresses fail more often than the anycast ones: ${legacy.failures} of ${legacy.attempts} against ${anycast.failures} of ${anycast.attempts}.`;
  return more(anycast) === more(legacy)
    ? `Both kinds of address fail alike: ${anycast.failures} of ${anycast.attempts}, and ${legacy.failures} of ${legacy.attempts}.`
    : `The difference can be chance: ${anycast.failures} of ${anycast.attempts} failed at anycast, ${legacy.failures} of ${legacy.attempts} at legacy addresses.`;
}
