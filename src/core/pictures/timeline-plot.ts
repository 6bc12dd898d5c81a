import type { ResetTimeline, TimelineMark } from '../../contract/reset-timeline.ts';
import { millisecondsOf } from '../instant.ts';
import { MOST_IN_SLOT } from '../report/reset-timeline.ts';
import { CAUSE_NAMES } from '../words/verdict-words.ts';
import { type Drawing, line, type Mark, round, type Shape, text } from './drawing.ts';

const TOP = 26;
/** Height of one session above another. */
const STEP = 15;
/** A column of many is at least so high that it can be seen. */
const LOWEST = 4;

const ARMS = [
  { arm: 'anycast', name: 'anycast address' },
  { arm: 'control', name: 'legacy address' },
  { arm: 'other', name: 'other addresses' },
] as const;
type ArmOfSession = (typeof ARMS)[number]['arm'];

/** When sessions were reset: a mark for each, or, where there are many, a column for each slot of time. */
export function timelinePlot(timeline: ResetTimeline, width: number): Drawing {
  const { marks, slots } = timeline;
  const [left, right] = [14, width - 14];
  const slotWidth = (right - left) / slots;
  const tell = tellerOf(timeline);
  const label = (mark: TimelineMark): string => labelOf(mark, tell);
  const xOf = ({ slot }: TimelineMark): number => round(left + (slot + 0.5) * slotWidth);
  const isDense = marks.some(({ sessions }) => sessions > 1);
  const bottom = isDense ? TOP + MOST_IN_SLOT * STEP : 12 + mostInSlot(marks) * STEP;
  const shapes: Shape[] = [
    line(left, bottom + 2, right, bottom + 2, 'axis'),
    ...timesOf(timeline, left, right, bottom + 20),
  ];
  if (isDense) shapes.push(text(left, 14, `${highestOf(marks)} sessions`, 'quiet'));
  if (isDense) shapes.push(line(left, TOP, right, TOP, 'grid'));
  const legend = legendOf(marks, left, right, bottom + 52, isDense);
  return {
    title: titleOf(timeline),
    description: descriptionOf(timeline),
    ...{ width, height: legend.height, shapes: [...shapes, ...legend.shapes] },
    marks: isDense
      ? marks.map((mark) =>
          columnOf(mark, xOf(mark), { width: slotWidth - 2, bottom, highest: highestOf(marks) }, label(mark)),
        )
      : stacked(marks, xOf, bottom, label),
    table: tableOf(timeline, isDense),
  };
}

const highestOf = (marks: readonly TimelineMark[]): number =>
  marks.reduce((most, { sessions }) => Math.max(most, sessions), 0);

function mostInSlot(marks: readonly TimelineMark[]): number {
  const inSlot = new Map<number, number>();
  for (const { slot } of marks) inSlot.set(slot, (inSlot.get(slot) ?? 0) + 1);
  return Math.max(1, ...inSlot.values());
}

/** One shape for each kind of address, so that no colour is needed; all fit into ten by ten. */
function shapeOf(arm: ArmOfSession, x: number, y: number): Shape {
  switch (arm) {
    case 'anycast':
      return { kind: 'path', d: `M${round(x)},${y}m-5,-5l10,10m0,-10l-10,10`, look: 'mark-reset' };
    case 'control':
      return { kind: 'path', d: `M${round(x)},${y}m0,-5l5,9.5h-10z`, look: 'mark-open' };
    case 'other':
      return { kind: 'circle', x: round(x), y, radius: 3.5, look: 'mark-other' };
  }
}

function stacked(
  marks: readonly TimelineMark[],
  xOf: (mark: TimelineMark) => number,
  bottom: number,
  label: (mark: TimelineMark) => string,
): Mark[] {
  const inSlot = new Map<number, number>();
  return marks.map((mark) => {
    const below = inSlot.get(mark.slot) ?? 0;
    inSlot.set(mark.slot, below + 1);
    const [x, y] = [xOf(mark), bottom - STEP * (below + 0.5)];
    return { id: mark.id, x, y, label: label(mark), shapes: [shapeOf(armOf(mark), x, y)] };
  });
}

const armOf = ({ arms }: TimelineMark): ArmOfSession =>
  arms.anycast > 0 ? 'anycast' : arms.control > 0 ? 'control' : 'other';

interface ColumnRoom {
  readonly width: number;
  readonly bottom: number;
  /** Sessions of the highest column. */
  readonly highest: number;
}

/** The addresses of a column lie above each other, anycast below; the mark itself is in its middle. */
function columnOf(mark: TimelineMark, x: number, room: ColumnRoom, label: string): Mark {
  const { width } = room;
  const whole = Math.max(LOWEST, ((room.bottom - TOP) * mark.sessions) / room.highest);
  const shapes: Shape[] = [];
  let { bottom } = room;
  for (const { arm } of ARMS) {
    const height = (whole * mark.arms[arm]) / mark.sessions;
    if (height === 0) continue;
    const place = { x: round(x - width / 2), y: round(bottom - height), width: round(width) };
    shapes.push({ kind: 'box', ...place, height: round(height), look: `column ${arm}` });
    bottom -= height;
  }
  return { id: mark.id, x, y: round(room.bottom - whole / 2), label, shapes };
}

type Tell = (instant: string) => string;

/** Times of day to the millisecond; in a capture of several days with the day, to the second. */
const tellerOf = ({ from, to }: ResetTimeline): Tell =>
  from.slice(0, 10) === to.slice(0, 10)
    ? (instant) => instant.slice(11, 23)
    : (instant) => `${instant.slice(0, 10)} ${instant.slice(11, 19)}`;

/** Begin, middle and end of the capture under the axis. */
function timesOf({ from, to }: ResetTimeline, left: number, right: number, y: number): Shape[] {
  const day = from.slice(0, 10) === to.slice(0, 10) ? '' : `${to.slice(0, 10)} `;
  const seconds = (millisecondsOf(to) - millisecondsOf(from)) / 1000;
  return [
    text(left, y, `${from.slice(0, 10)} ${from.slice(11, 19)} UTC`, 'quiet'),
    text(right, y, `${day}${to.slice(11, 19)}`, 'quiet', 'end'),
    ...(right - left > 600 ? [text((left + right) / 2, y, durationText(seconds), 'quiet', 'middle')] : []),
  ];
}

function durationText(seconds: number): string {
  if (seconds < 120) return `${seconds < 10 ? seconds.toFixed(2) : Math.round(seconds)} seconds`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} minutes`;
  return `${(seconds / 3600).toFixed(1)} hours`;
}

function legendOf(
  marks: readonly TimelineMark[],
  left: number,
  right: number,
  top: number,
  isDense: boolean,
): { shapes: Shape[]; height: number } {
  const shapes: Shape[] = [];
  let [x, y] = [left, top];
  for (const { arm, name } of ARMS) {
    if (!marks.some(({ arms }) => arms[arm] > 0)) continue;
    const words = `to the ${name}`;
    const needed = 24 + words.length * 7.6;
    if (x + needed > right && x > left) [x, y] = [left, y + 22];
    if (isDense) shapes.push({ kind: 'box', x, y: y - 6, width: 12, height: 12, look: `column ${arm}` });
    else shapes.push(shapeOf(arm, x + 6, y));
    shapes.push(text(x + 20, y + 5, words, 'quiet'));
    x += needed + 16;
  }
  return { shapes, height: y + 16 };
}

const sessionsText = (count: number): string => `${count} ${count === 1 ? 'session' : 'sessions'}`;

const causesText = ({ causes }: TimelineMark): string =>
  causes
    .map(({ cause, sessions }) => `${CAUSE_NAMES[cause] ?? cause}${causes.length > 1 ? ` ${sessions}` : ''}`)
    .join(', ');

const armsText = ({ arms, sessions }: TimelineMark): string =>
  ARMS.filter(({ arm }) => arms[arm] > 0)
    .map(({ arm, name }) => (sessions > 1 ? `${arms[arm]} to the ${name}` : `to the ${name}`))
    .join(', ');

function labelOf(mark: TimelineMark, tell: Tell): string {
  const when = mark.at === mark.until ? tell(mark.at) : `${tell(mark.at)} to ${tell(mark.until)}`;
  const sessions =
    mark.sessions === 1 ? 'a session' : `${sessionsText(mark.sessions)} with ${mark.resets} resets`;
  return `${when} UTC: ${sessions}, ${armsText(mark)}. Reset by: ${causesText(mark)}.`;
}

function titleOf({ sessions, from, to, marks }: ResetTimeline): string {
  const [first, last] = [marks[0], marks.at(-1)];
  if (first === undefined || last === undefined) return 'No session was reset.';
  const seconds = (millisecondsOf(to) - millisecondsOf(from)) / 1000;
  const span = (millisecondsOf(last.until) - millisecondsOf(first.at)) / 1000;
  const was = sessions === 1 ? '1 session was reset' : `${sessions} sessions were reset`;
  if (sessions === 1) return `${was} in ${durationText(seconds)} of capture.`;
  return `${was} within ${durationText(span)}, of ${durationText(seconds)} captured.`;
}

function descriptionOf(timeline: ResetTimeline): string {
  const sum = (arm: ArmOfSession): number => timeline.marks.reduce((all, { arms }) => all + arms[arm], 0);
  const arms = ARMS.filter(({ arm }) => sum(arm) > 0).map(({ arm, name }) => `${sum(arm)} to the ${name}`);
  return `Sessions that were reset, in the order of time: ${arms.join(', ')}.`;
}

function tableOf(timeline: ResetTimeline, isDense: boolean): Drawing['table'] {
  const tell = tellerOf(timeline);
  const names = isDense ? ['First (UTC)', 'Last (UTC)'] : ['Time (UTC)', 'Session'];
  return {
    columns: [
      ...names.map((name) => ({ name, isNumber: false })),
      ...(isDense ? [{ name: 'Sessions', isNumber: true }] : []),
      { name: 'Resets', isNumber: true },
      { name: 'Addresses', isNumber: false },
      { name: 'Reset by', isNumber: false },
    ],
    rows: timeline.marks.map((mark) => [
      ...(isDense ? [tell(mark.at), tell(mark.until), String(mark.sessions)] : [tell(mark.at), mark.id]),
      ...[String(mark.resets), armsText(mark), causesText(mark)],
    ]),
  };
}
