import type { LiveReset } from '../../contract/live-capture.ts';
import { type AddressRange, parseRange } from '../../core/capture/address.ts';
import { analyseCapture } from '../../core/capture/analyse.ts';
import { createCaptureReader } from '../../core/capture/capture-reader.ts';
import { SessionTracker } from '../../core/capture/session-tracker.ts';
import type { ProductFacts } from './product-facts.ts';

/** What has been seen in a growing capture so far. */
export interface LiveCounts {
  readonly packets: number;
  readonly sessions: number;
  readonly resets: number;
}

/** Reads a capture while it grows. Never fails: bytes that are no capture simply count nothing. */
export interface LiveReading {
  push(bytes: Uint8Array): void;
  counts(): LiveCounts;
  /** The resets that were not given out before, oldest first, at most 200 at a time. */
  newResets(): readonly LiveReset[];
}

const MOST_RESETS = 200;
/** Reading all sessions again takes the longer the more there are: at most a twentieth of the time goes into it. */
const SHARE = 20;

export function createLiveReading(facts: ProductFacts, addresses: readonly string[]): LiveReading {
  const ranges = (texts: readonly string[]): AddressRange[] =>
    texts.flatMap((text) => parseRange(text) ?? []);
  const control = ranges(facts.playbook.control.addresses);
  const controlTexts = new Set(control.map(({ text }) => text));
  const targets = [
    ...ranges(facts.playbook.anycast.ranges),
    ...ranges(addresses).filter(({ text }) => !controlTexts.has(text)),
  ];
  // No capture comes so fast that the short way would tell. Two of eight threads that had begun with WebAssembly and were
  // told at once to end did not, on a busy machine in Electron 25, and the recording waited for its last counts for ever.
  const tracker = new SessionTracker({ anycast: targets, control }, { shortWay: false });
  const reader = createCaptureReader(tracker);
  const given = new Map<string, number>();
  let resetsJudged = 0;
  let notBefore = 0;
  return {
    push: (bytes) => reader.push(bytes),
    counts: () => ({
      packets: tracker.counts.packets,
      sessions: tracker.sessionCount,
      resets: tracker.counts.resets,
    }),
    newResets: () => {
      const startedAt = performance.now();
      if (tracker.counts.resets === resetsJudged || startedAt < notBefore) return [];
      const total = tracker.counts.resets;
      const input = { tracker, files: [], targets, control, weights: facts.weights };
      const { sessions } = analyseCapture({ ...input, selection: 'reset' });
      const fresh: LiveReset[] = [];
      for (const { id, server, client, resets } of sessions)
        for (const reset of resets.slice(given.get(id) ?? 0)) {
          if (fresh.length === MOST_RESETS) break;
          given.set(id, (given.get(id) ?? 0) + 1);
          const { at, from, cause, confidence, ttlDifference, delayMs } = reset;
          const judged = { at, from, cause, confidence, ttlDifference, delayMs };
          fresh.push({ session: id, server, clientPort: client.port, ...judged });
        }
      if (fresh.length < MOST_RESETS) resetsJudged = total;
      notBefore = performance.now() + SHARE * (performance.now() - startedAt);
      return fresh.sort((one, other) => one.at.localeCompare(other.at));
    },
  };
}
