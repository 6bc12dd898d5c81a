import type { ProbeAttempt, ProbeOutcome } from '../../contract/diagnosis.ts';
import { ARM_NAMES, attemptText, OUTCOME_NAMES, phaseText, RUNG_NAMES } from '../words/probe-words.ts';
import { type Drawing, line, type Mark, round, type Shape, text } from './drawing.ts';

const ROW = 34;
const ROW_ORDER = ['anycast 443', 'anycast 22', 'legacy 443', 'legacy 22'] as const;

/** One shape for each outcome, so that no colour is needed; all fit into ten by ten. */
export function outcomeShapes(outcome: ProbeOutcome, x: number, y: number): Shape[] {
  const path = (d: string, look: string): Shape => ({ kind: 'path', d: `M${round(x)},${y}${d}`, look });
  switch (outcome) {
    case 'ok':
      return [{ kind: 'circle', x: round(x), y, radius: 3.5, look: 'mark-ok' }];
    case 'reset':
      return [path('m-5,-6l10,12m0,-12l-10,12', 'mark-reset')];
    case 'refused':
      return [{ kind: 'box', x: round(x - 4.5), y: y - 4.5, width: 9, height: 9, look: 'mark-full' }];
    case 'timeout':
      return [path('m0,-6l5.5,10.5h-11z', 'mark-open')];
    case 'unreachable':
      return [path('m0,-6l5.5,6l-5.5,6l-5.5,-6z', 'mark-open')];
    case 'closed':
      return [path('m0,-6v12', 'mark-line')];
    case 'rate-limited':
      return [path('m0,-6l5.5,10.5h-11z', 'mark-full')];
    case 'stopped':
      return [path('m-2,-5v10m4,-10v10', 'mark-line')];
  }
}

/**
 * Every attempt in the order of time, a row for each arm and port, a shape for each outcome.
 *
 * @param planned tries an arm, so that the picture of a running measurement has its full width from the start
 */
export function attemptStrip(attempts: readonly ProbeAttempt[], planned: number, width: number): Drawing {
  const isNarrow = width < 600;
  const rowHeight = isNarrow ? ROW + 18 : ROW;
  const [left, right] = isNarrow ? [14, width - 14] : [150, width - 16];
  const ordered = [...attempts].sort((one, other) => one.number - other.number);
  const turns = Math.max(planned, Math.ceil(ordered.length / 2), 1);
  const slot = (right - left) / turns;
  const top = 8;
  const rowOf = ({ arm, port }: ProbeAttempt): number =>
    Math.max(0, ROW_ORDER.indexOf(`${arm} ${port}` as (typeof ROW_ORDER)[number]));
  const yOf = (row: number): number => top + row * rowHeight + (isNarrow ? rowHeight - 14 : rowHeight / 2);
  const shapes: Shape[] = [];
  for (const [row, name] of ROW_ORDER.entries()) {
    const [arm, port] = name.split(' ') as ['anycast' | 'legacy', string];
    const words = `${ARM_NAMES[arm]}, port ${port}`;
    shapes.push(
      isNarrow
        ? text(left, yOf(row) - 18, words, 'strong')
        : text(left - 16, yOf(row) + 5, words, 'strong', 'end'),
    );
    shapes.push(line(left, yOf(row), right, yOf(row), 'grid'));
  }
  const marks: Mark[] = ordered.map((attempt) => {
    const x = left + (Math.floor((attempt.number - 1) / 2) + 0.5) * slot;
    const y = yOf(rowOf(attempt));
    return {
      id: `attempt-${attempt.number}`,
      ...{ x: round(x), y, label: attemptText(attempt) },
      shapes: outcomeShapes(attempt.outcome, x, y),
    };
  });
  const legendTop = top + ROW_ORDER.length * rowHeight + 22;
  const { shapes: legend, height } = legendOf(ordered, left, right, legendTop);
  return {
    title: titleOf(ordered),
    description: ordered.length === 0 ? 'No attempt yet.' : summaryOf(ordered),
    ...{ width, height, shapes: [...shapes, ...legend], marks },
    table: {
      columns: [
        ['Attempt', true],
        ['Time (UTC)', false],
        ['Addresses', false],
        ['Port', true],
        ['What', false],
        ['Outcome', false],
        ['Where it ended', false],
        ['ms', true],
        ['Packets sent', true],
        ['Own port', true],
        ['Address', false],
      ].map(([name, isNumber]) => ({ name: String(name), isNumber: isNumber === true })),
      rows: ordered.map((one) => [
        ...[String(one.number), one.startedAt.slice(11, 23), ARM_NAMES[one.arm], String(one.port)],
        ...[RUNG_NAMES[one.rung], OUTCOME_NAMES[one.outcome], phaseText(one), String(Math.round(one.ms))],
        ...[String(one.clientPackets), one.sourcePort === null ? '' : String(one.sourcePort), one.address],
      ]),
    },
  };
}

/** The shapes that occur, with their words, in as many lines as they need. */
function legendOf(attempts: readonly ProbeAttempt[], left: number, right: number, top: number) {
  const seen = [...new Set(attempts.map(({ outcome }) => outcome))].sort();
  const outcomes: readonly ProbeOutcome[] = seen.length === 0 ? ['ok', 'reset'] : seen;
  const shapes: Shape[] = [];
  let [x, y] = [left, top];
  for (const outcome of outcomes) {
    const words = OUTCOME_NAMES[outcome];
    const needed = 24 + words.length * 7.6;
    if (x + needed > right && x > left) [x, y] = [left, y + 22];
    shapes.push(...outcomeShapes(outcome, x + 6, y), text(x + 20, y + 5, words, 'quiet'));
    x += needed + 16;
  }
  return { shapes, height: y + 16 };
}

const hasEndedBadly = ({ outcome }: ProbeAttempt): boolean => outcome !== 'ok' && outcome !== 'stopped';

function titleOf(attempts: readonly ProbeAttempt[]): string {
  const bad = attempts.filter(hasEndedBadly);
  if (attempts.length === 0) return 'Every attempt, in the order of time';
  if (bad.length === 0) return `All ${attempts.length} attempts went through.`;
  const arms = new Set(bad.map(({ arm }) => arm));
  const [only] = arms;
  const where =
    arms.size === 2
      ? 'at both kinds of address'
      : `all at the ${ARM_NAMES[only ?? 'anycast'].toLowerCase()} addresses`;
  return `${bad.length} of ${attempts.length} attempts did not go through, ${where}.`;
}

function summaryOf(attempts: readonly ProbeAttempt[]): string {
  return ROW_ORDER.flatMap((row) => {
    const here = attempts.filter(({ arm, port }) => `${arm} ${port}` === row);
    if (here.length === 0) return [];
    const counts = [...new Set(here.map(({ outcome }) => outcome))].map(
      (outcome) => `${here.filter((one) => one.outcome === outcome).length} ${OUTCOME_NAMES[outcome]}`,
    );
    return [`${row.replace(' ', ' port ')}: ${counts.join(', ')}.`];
  }).join(' ');
}
