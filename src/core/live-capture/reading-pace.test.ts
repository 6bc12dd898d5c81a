import { describe, expect, it } from 'vitest';
import { createReadingPace } from './reading-pace.ts';

/** What a stream of so many packets a second makes of it: the longest rest that is taken once it has settled. */
function settled(packetsPerSecond: number): { readonly rest: number; readonly mostWaiting: number } {
  const pace = createReadingPace();
  const packet = 110;
  const perMs = packetsPerSecond / 1000;
  let rest = 0;
  let mostWaiting = 0;
  for (let round = 0; round < 400; round += 1) {
    pace(packet);
    const gathered = Math.floor(rest * perMs);
    if (round > 100) mostWaiting = Math.max(mostWaiting, gathered);
    rest = pace(gathered * packet);
  }
  return { rest, mostWaiting };
}

describe('the pace of reading packets', () => {
  it('rests 40 ms when little comes, and only after every other piece', () => {
    const pace = createReadingPace();
    expect([100, 100, 100, 100].map(pace)).toEqual([0, 40, 0, 40]);
  });

  it.each([10_000, 20_000, 40_000, 80_000])(
    'lets no more gather at %d packets a second than the socket holds',
    (packetsPerSecond) => {
      const { mostWaiting } = settled(packetsPerSecond);
      expect(mostWaiting).toBeLessThan(277);
      expect(mostWaiting).toBeGreaterThan(60);
    },
  );

  it('comes back to long rests when a burst is over', () => {
    const pace = createReadingPace();
    for (let piece = 0; piece < 20; piece += 1) pace(30_000);
    for (let piece = 0; piece < 100; piece += 1) pace(100);
    expect([pace(100), pace(100)]).toEqual([0, 40]);
  });
});
