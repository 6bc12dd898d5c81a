import { describe, expect, it } from 'vitest';
import { createReadingPace, PIPE_BYTES } from './reading-pace.ts';

const PACKET_BYTES = 110;

/** What a stream of so many packets a second makes of it once it has settled: the rest, and the most that gathered. */
function settled(packetsPerSecond: number): { readonly rest: number; readonly mostBytes: number } {
  const pace = createReadingPace();
  let rest = 0;
  let mostBytes = 0;
  for (let round = 0; round < 400; round += 1) {
    const gathered = Math.floor((rest * packetsPerSecond) / 1000) * PACKET_BYTES;
    if (round > 100) mostBytes = Math.max(mostBytes, gathered);
    rest = pace(Math.min(gathered, PIPE_BYTES));
  }
  return { rest, mostBytes };
}

describe('the pace of reading packets', () => {
  it('rests 40 ms when little comes', () => {
    expect([100, 0, 100, 100].map(createReadingPace())).toEqual([40, 40, 40, 40]);
  });

  it.each([10_000, 20_000, 40_000, 80_000, 160_000])(
    'lets no more gather at %d packets a second than a pipe holds, and not much less',
    (packetsPerSecond) => {
      const { mostBytes } = settled(packetsPerSecond);
      expect(mostBytes).toBeLessThan(PIPE_BYTES);
      expect(mostBytes).toBeGreaterThan(PIPE_BYTES / 2);
    },
  );

  it('is as short as it can be when no rest is short enough', () => {
    expect(settled(1_000_000_000).rest).toBe(2);
  });

  it('comes back to long rests when a burst is over', () => {
    const pace = createReadingPace();
    for (let piece = 0; piece < 20; piece += 1) pace(PIPE_BYTES);
    expect(pace(PIPE_BYTES)).toBe(2);
    for (let piece = 0; piece < 25; piece += 1) pace(100);
    expect(pace(100)).toBe(40);
  });
});
