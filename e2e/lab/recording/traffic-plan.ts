import type { ConnectionGroup, ConnectionKind, Service, Traffic } from '../network/scenario.ts';
import { ANYCAST_ADDRESS, LEGACY_ADDRESSES } from '../network/topology.ts';

/** One connection the client will make, `startMs` after the traffic began, from a port of its own. */
export interface PlannedConnection {
  readonly index: number;
  readonly to: Service;
  readonly kind: ConnectionKind;
  readonly address: string;
  readonly port: number;
  readonly localPort: number;
  readonly startMs: number;
  readonly limitMs: number;
  readonly packets: number;
  readonly gapMs: number;
  readonly bytes: number;
}

/** What became of it. `finished` means all that was asked for arrived. */
export interface ConnectionResult {
  readonly index: number;
  readonly outcome: 'finished' | 'failed';
  readonly phase: 'connecting' | 'greeting' | 'talking' | 'closing';
  readonly error: string | null;
}

/** A multiple of every power of two a scenario may choose sessions by. */
const FIRST_PORT = 40_000;

/** mulberry32 (T. Ettinger, public domain): small, seeded, the same everywhere. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const mixed = [...items];
  for (let index = mixed.length - 1; index > 0; index -= 1) {
    const other = Math.floor(random() * (index + 1));
    [mixed[index], mixed[other]] = [mixed[other] as T, mixed[index] as T];
  }
  return mixed;
}

const ofService = (groups: readonly ConnectionGroup[], service: Service): ConnectionGroup[] =>
  groups
    .filter(({ to }) => to === service)
    .flatMap((group) => Array<ConnectionGroup>(group.count).fill(group));

/** Two lists as one, each spread evenly over the whole length. */
function interleave<T>(one: readonly T[], other: readonly T[]): T[] {
  const placed = [one, other].flatMap((list) =>
    list.map((item, index) => ({ item, at: (index + 0.5) / list.length })),
  );
  return placed.sort((a, b) => a.at - b.at).map(({ item }) => item);
}

/** The same seed gives the same connections in the same order from the same ports. */
export function planTraffic({ spacingMs, limitMs, groups }: Traffic, seed: number): PlannedConnection[] {
  const random = seededRandom(seed);
  const anycast = shuffled(ofService(groups, 'anycast'), random);
  const legacy = shuffled(ofService(groups, 'legacy'), random);
  return interleave(anycast, legacy).map((group, index) => ({
    index,
    to: group.to,
    kind: group.kind,
    address: group.to === 'anycast' ? ANYCAST_ADDRESS : (LEGACY_ADDRESSES[index % 3] ?? LEGACY_ADDRESSES[1]),
    port: group.port ?? (group.kind === 'banner' ? 22 : 443),
    localPort: FIRST_PORT + index,
    startMs: index * spacingMs,
    limitMs,
    packets: group.packets ?? 3,
    gapMs: group.gapMs ?? 100,
    bytes: group.bytes ?? 10_000,
  }));
}
