import { describe, expect, test } from 'vitest';
import type { AnalysisReset, AnalysisSession, LadderPacket } from '../../contract/analysis.ts';
import { playedInstant as instant, playedReset, playedSession } from '../../test-support/analysed-session.ts';
import { flagsInWords, layoutLadder } from './ladder-layout.ts';

const packet = (number: number, from: 'client' | 'server', flags: string, ttl = 60): LadderPacket => ({
  packet: number,
  at: instant(number),
  from,
  flags,
  sequence: from === 'client' ? 1000 + number : 9000,
  acknowledgement: from === 'client' ? 9001 : 1001,
  payloadBytes: 0,
  ttl,
  window: 64_240,
});

const resetOf = (number: number, more: Partial<AnalysisReset> = {}): AnalysisReset =>
  playedReset({ packet: number, at: instant(number), ...more });

const sessionOf = (ladder: LadderPacket[], reset: AnalysisReset): AnalysisSession =>
  playedSession({ lastPacketAt: instant(ladder.length), resets: [reset], ladder });

const opening = [packet(1, 'client', 'S'), packet(2, 'server', 'S.'), packet(3, 'client', '.')];

describe('the ladder', () => {
  test('shows who reset, from how far and how late, with the number that ties it to our packet', () => {
    const layout = layoutLadder(
      sessionOf([...opening, { ...packet(4, 'server', 'R', 59), sequence: 9001 }], resetOf(4)),
    );
    expect(layout?.title).toBe('Edge B reset a session it had never seen');
    expect(layout?.facts).toBe('TTL 59 instead of 60, 24.9 ms after our packet');
    const [, answer, trigger, reset] = layout?.arrows ?? [];
    expect(answer).toMatchObject({ label: 'SYN-ACK', ttl: 'TTL 60', kind: 'normal' });
    expect(trigger).toMatchObject({ kind: 'trigger', label: 'ACK  ack 9001' });
    expect(reset).toMatchObject({ kind: 'reset', label: 'RST  seq 9001', ttl: 'TTL 59' });
  });

  test('crosses a reset out beside its label and not through it', () => {
    const layout = layoutLadder(sessionOf([...opening, packet(4, 'server', 'R', 59)], resetOf(4)));
    const reset = layout?.arrows.at(-1);
    const middle = ((reset?.fromX ?? 0) + (reset?.toX ?? 0)) / 2;
    expect(Math.abs((reset?.crossX ?? 0) - middle)).toBeGreaterThan(80);
  });

  test('tells a repeated answer from the first one', () => {
    const layout = layoutLadder(
      sessionOf([...opening, packet(4, 'server', 'R', 59), packet(5, 'server', 'S.')], resetOf(4)),
    );
    expect(layout?.arrows[1]?.reading).toMatch(/^It accepts/);
    expect(layout?.arrows[4]?.reading).toMatch(/^It answers again/);
  });

  test('says how many packets of a long session it leaves out', () => {
    const middle = Array.from({ length: 40 }, (_, index) => packet(index + 4, 'server', '.'));
    const layout = layoutLadder(
      sessionOf([...opening, ...middle, packet(44, 'server', 'R', 59)], resetOf(44)),
    );
    expect(layout?.arrows).toHaveLength(16);
    expect(layout?.gap?.text).toBe('28 packets of this session are not drawn');
    expect(layout?.arrows[2]?.y).toBeLessThan(layout?.gap?.y ?? 0);
    expect(layout?.arrows[3]?.y).toBeGreaterThan(layout?.gap?.y ?? 0);
  });

  test('keeps every line of words inside the picture', () => {
    const layout = layoutLadder(sessionOf([...opening, packet(4, 'server', 'R', 59)], resetOf(4)));
    for (const { reading, readingLines } of layout?.arrows ?? []) {
      expect(readingLines.join(' ')).toBe(reading);
      for (const line of readingLines) expect(line.length).toBeLessThanOrEqual(52);
    }
  });

  test('does not promise a session without a reset', () => {
    expect(layoutLadder({ ...sessionOf(opening, resetOf(4)), resets: [] })).toBeNull();
  });
});

test('flags are written in words', () => {
  expect([flagsInWords('S.'), flagsInWords('R'), flagsInWords('P.'), flagsInWords('')]).toEqual([
    'SYN-ACK',
    'RST',
    'PSH-ACK',
    'no flags',
  ]);
});
