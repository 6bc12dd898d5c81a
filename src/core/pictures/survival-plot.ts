import type { Diagnosis } from '../../contract/diagnosis.ts';
import { survival } from '../probe/shift-model.ts';
import { type Drawing, line, percentText, round, type Shape, text } from './drawing.ts';
import { mostPackets, type SurvivalStep, survivalOf } from './survival.ts';

const TOP = 14;
const BOTTOM = 250;
const TICKS = [1, 2, 3, 5, 10, 20, 50, 100, 200, 500] as const;

/** Share of connections alive against packets sent, both arms, with the curve of the model for the estimated share. */
export function survivalPlot(
  { attempts, comparison }: Pick<Diagnosis, 'attempts' | 'comparison'>,
  width: number,
): Drawing {
  const [left, right] = [62, width - 18];
  const arms = (['anycast', 'legacy'] as const).map((arm) => {
    const mine = attempts.filter((one) => one.arm === arm && one.rung !== 'download');
    return { arm, steps: survivalOf(mine), most: mostPackets(mine), count: mine.length };
  });
  const end = TICKS.find((one) => one >= Math.max(10, ...arms.map(({ most }) => most))) ?? 500;
  const x = (packets: number): number => round(left + ((right - left) * Math.log(packets)) / Math.log(end));
  const y = (share: number): number => round(BOTTOM - (BOTTOM - TOP) * share);
  const shapes: Shape[] = [];
  for (const share of [0, 0.25, 0.5, 0.75, 1]) {
    shapes.push(line(left, y(share), right, y(share), 'grid'));
    shapes.push(text(left - 8, y(share) + 5, percentText(share), 'quiet', 'end'));
  }
  for (const tick of TICKS.filter((one) => one <= end && (width >= 600 || one !== 3))) {
    shapes.push(line(x(tick), BOTTOM, x(tick), BOTTOM + 5, 'axis'));
    shapes.push(text(x(tick), BOTTOM + 22, String(tick), 'quiet', 'middle'));
  }
  shapes.push(line(left, BOTTOM, right, BOTTOM, 'axis'));
  shapes.push(
    text(
      (left + right) / 2,
      BOTTOM + 44,
      'packets from you (each step wider than the last)',
      'quiet',
      'middle',
    ),
  );
  for (const { arm, steps, most, count } of arms) {
    if (count === 0) continue;
    if (arm === 'anycast' && steps.length > 0)
      shapes.push({ kind: 'path', d: band(steps, most, x, y), look: 'band' });
    shapes.push({ kind: 'path', d: stairs(steps, most, x, y), look: `curve ${arm}` });
  }
  const share = comparison.strayShare?.share ?? null;
  if (share !== null && share > 0)
    shapes.push({ kind: 'path', d: modelCurve(share, end, x, y), look: 'curve model' });
  const legend = [
    ['curve anycast', 'Anycast, with its 95 % band'],
    ['curve legacy', 'Legacy'],
    ...(share !== null && share > 0
      ? [['curve model', `Model: ${percentText(share)} of packets stray`]]
      : []),
  ];
  let [at, row] = [left, BOTTOM + 70];
  for (const [look = '', words = ''] of legend) {
    const needed = 46 + words.length * 7.4;
    if (at + needed > right && at > left) [at, row] = [left, row + 22];
    shapes.push(line(at, row, at + 34, row, look), text(at + 42, row + 5, words, 'quiet'));
    at += needed + 14;
  }
  return {
    title: titleOf(arms[0]?.steps ?? [], arms[1]?.steps ?? [], arms[0]?.most ?? 1),
    description: descriptionOf(arms, share),
    ...{ width, height: row + 16, shapes, marks: [] },
    table: {
      columns: [
        'Addresses',
        'Packets sent',
        'Still alive before',
        'Reset there',
        'Alive after',
        'At least',
        'At most',
        'Model',
      ].map((name, index) => ({ name, isNumber: index > 0 })),
      rows: arms.flatMap(({ arm, steps }) =>
        steps.map((step) => [
          ...[arm, String(step.packets), String(step.atRisk), String(step.resets)],
          ...[percentText(step.alive), percentText(step.low), percentText(step.high)],
          share === null ? '' : percentText(survival(step.packets, share)),
        ]),
      ),
    },
  };
}

type Scale = (value: number) => number;

function stairs(steps: readonly SurvivalStep[], most: number, x: Scale, y: Scale): string {
  let d = `M${x(1)},${y(1)}`;
  for (const { packets, alive } of steps) d += `H${x(packets)}V${y(alive)}`;
  return `${d}H${x(most)}`;
}

function band(steps: readonly SurvivalStep[], most: number, x: Scale, y: Scale): string {
  const [first] = steps;
  let d = `M${x(first?.packets ?? 1)},${y(first?.high ?? 1)}`;
  for (const { packets, high } of steps) d += `H${x(packets)}V${y(high)}`;
  d += `H${x(most)}`;
  for (const [index, { low }] of [...steps.entries()].reverse())
    d += `V${y(low)}H${x(steps[index]?.packets ?? 1)}`;
  return `${d}Z`;
}

function modelCurve(share: number, end: number, x: Scale, y: Scale): string {
  const points = Array.from({ length: 61 }, (_, index) => end ** (index / 60));
  return points
    .map(
      (packets, index) =>
        `${index === 0 ? 'M' : 'L'}${x(packets)},${y(Math.min(1, survival(packets, share)))}`,
    )
    .join('');
}

const lastAlive = (steps: readonly SurvivalStep[]): number => steps.at(-1)?.alive ?? 1;

function titleOf(anycast: readonly SurvivalStep[], legacy: readonly SurvivalStep[], most: number): string {
  if (anycast.length === 0 && legacy.length === 0)
    return 'Every connection outlived all packets we sent on it.';
  const later = (steps: readonly SurvivalStep[]): string => percentText(lastAlive(steps));
  if (lastAlive(anycast) < lastAlive(legacy))
    return `The longer we talk to an anycast address, the fewer connections live: ${later(anycast)} after ${most} packets, against ${later(legacy)} at the legacy addresses.`;
  return `${later(anycast)} of the anycast connections lived to the end, and ${later(legacy)} of the legacy ones.`;
}

const descriptionOf = (
  arms: readonly { readonly arm: string; readonly steps: readonly SurvivalStep[]; readonly most: number }[],
  share: number | null,
): string =>
  [
    ...arms.map(
      ({ arm, steps, most }) =>
        `${arm}: ${percentText(lastAlive(steps))} alive after up to ${most} packets, in ${steps.length} steps.`,
    ),
    ...(share === null
      ? []
      : [`The dashed curve is the model with ${percentText(share)} of the packets astray.`]),
  ].join(' ');
