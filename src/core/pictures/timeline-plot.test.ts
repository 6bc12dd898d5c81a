import { expect, test } from 'vitest';
import type { Analysis, AnalysisSession } from '../../contract/analysis.ts';
import { resetTimelineSchema } from '../../contract/reset-timeline.ts';
import { playedInstant, playedReset, playedSession } from '../../test-support/analysed-session.ts';
import { expectWhole } from '../../test-support/whole-drawing.ts';
import { MOST_IN_SLOT, resetTimeline } from '../report/reset-timeline.ts';
import { nextInOrder } from './next-mark.ts';
import { timelinePlot } from './timeline-plot.ts';

const MINUTE = 60_000;

const file: Analysis['files'][number] = {
  ...{ name: 'a.pcap', format: 'pcap', linkTypes: ['EN10MB'], packets: 9, bytes: 9, damage: null },
  ...{ firstPacketAt: playedInstant(0), lastPacketAt: playedInstant(10 * MINUTE) },
};

const resetAt = (milliseconds: number, number: number, more: Partial<AnalysisSession> = {}) =>
  playedSession({
    id: `tcp-${number}`,
    resets: [playedReset({ at: playedInstant(milliseconds) })],
    ...more,
  });

const timelineOf = (sessions: readonly AnalysisSession[], slots = 60) => {
  const made = resetTimeline({ files: [file], sessions: [...sessions] }, slots);
  if (made === null) throw new Error('no timeline');
  return resetTimelineSchema.parse(made);
};

test('without a reset there is no timeline', () => {
  expect(resetTimeline({ files: [file], sessions: [playedSession({ resets: [] })] }, 60)).toBeNull();
});

test('each reset session has its mark, at its time in the capture, with its place in the table of resets', () => {
  const timeline = timelineOf([
    playedSession({ id: 'tcp-0', resets: [] }),
    resetAt(9 * MINUTE + 30_000, 1),
    resetAt(15_000, 2, { arm: 'control' }),
    resetAt(15_100, 3),
  ]);
  expect(timeline.marks.map(({ id, index, slot }) => [id, index, slot])).toEqual([
    ['tcp-2', 1, 1],
    ['tcp-3', 2, 1],
    ['tcp-1', 0, 57],
  ]);
  const drawing = timelinePlot(timeline, 860);
  expect(drawing.title).toBe('3 sessions were reset within 9 minutes, of 10 minutes captured.');
  expect(drawing.marks.map(({ id }) => id)).toEqual(['tcp-2', 'tcp-3', 'tcp-1']);
  // Of one slot, one above the other.
  expect(drawing.marks[0]?.x).toBe(drawing.marks[1]?.x);
  expect(drawing.marks[0]?.y).toBeGreaterThan(drawing.marks[1]?.y ?? 0);
  expect(drawing.marks[0]?.label).toBe(
    '22:13:35.000 UTC: a session, to the legacy address. Reset by: another edge.',
  );
  expect(drawing.table.rows).toHaveLength(3);
});

test('a session is in the time of the reset it is judged by, not of the first one', () => {
  const late = playedReset({ at: playedInstant(1000), cause: 'late-after-close' });
  const judged = playedReset({ at: playedInstant(5 * MINUTE) });
  const [mark] = timelineOf([playedSession({ resets: [late, judged] })]).marks;
  expect(mark).toMatchObject({ slot: 30, resets: 2, sessions: 1 });
});

test('where one slot has too many, every slot becomes a column that counts them all', () => {
  const few = [...Array(MOST_IN_SLOT).keys()].map((index) => resetAt(1000 + index, index));
  expect(timelineOf(few).marks).toHaveLength(MOST_IN_SLOT);
  const many = [...few, resetAt(2000, 98, { arm: 'control' }), resetAt(5 * MINUTE, 99)];
  const timeline = timelineOf(many);
  expect(timeline.marks.map(({ id, sessions, arms }) => [id, sessions, arms.control])).toEqual([
    ['tcp-0', MOST_IN_SLOT + 1, 1],
    ['tcp-99', 1, 0],
  ]);
  expect(timelinePlot(timeline, 860).marks[0]?.label).toBe(
    '22:13:21.000 to 22:13:22.000 UTC: 7 sessions with 7 resets, 6 to the anycast address, 1 to the legacy address. Reset by: another edge.',
  );
});

test('ten thousand sessions give no more marks than slots, and lose none', () => {
  const sessions = [...Array(10_000).keys()].map((index) =>
    resetAt((index * 59.9) % (10 * MINUTE), index, { arm: index % 3 === 0 ? 'other' : 'anycast' }),
  );
  const timeline = timelineOf(sessions);
  expect(timeline.marks.length).toBeLessThanOrEqual(60);
  expect(timeline.marks.reduce((sum, mark) => sum + mark.sessions, 0)).toBe(10_000);
  expect(timeline.marks.reduce((sum, { arms }) => sum + arms.other, 0)).toBe(3334);
  for (const width of [860, 420]) expectWhole(timelinePlot(timeline, width));
});

test('stamps that are far off, and a capture of one instant, still give a picture', () => {
  const wild = timelineOf([resetAt(-1_000_000 * MINUTE, 0), resetAt(0, 1)]);
  expect(wild.marks.map(({ slot }) => slot)).toEqual([0, 59]);
  const still = resetTimeline({ files: [], sessions: [resetAt(0, 0)] }, 60);
  expect(still?.marks[0]?.slot).toBe(30);
  for (const one of [wild, still]) if (one) expectWhole(timelinePlot(one, 420));
});

test('the arrow keys follow the order of time, whatever lies above another', () => {
  const { marks } = timelinePlot(timelineOf([resetAt(1000, 0), resetAt(1001, 1), resetAt(MINUTE, 2)]), 860);
  expect([-1, 0, 1, 2].map((at) => nextInOrder(marks, at, 'ArrowRight'))).toEqual([0, 1, 2, 2]);
  expect([2, 1, 0].map((at) => nextInOrder(marks, at, 'ArrowUp'))).toEqual([1, 0, 0]);
  expect(nextInOrder(marks, 0, 'End')).toBe(2);
  expect(nextInOrder(marks, 0, 'x')).toBeNull();
});
