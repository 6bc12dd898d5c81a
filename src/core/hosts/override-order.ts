import type { OverrideOrder } from '../../contract/broker.ts';
import type { OverrideRequest } from './apply-override.ts';

/** RFC 3339 without fractions: the marker lines are read by people. */
const instant = (seconds: number): string => new Date(seconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z');

/** An order written out in full. Whoever works it out, with rights or without, comes to the same bytes. */
export const overrideRequestOf = (
  { address, names, id, madeAt, lastsSeconds, setAsideOthers }: OverrideOrder,
  version: string,
  systemEnding: OverrideRequest['systemEnding'],
): OverrideRequest => ({
  entries: names.map((name) => ({ address, name })),
  facts: { id, madeAt: instant(madeAt), expiresAt: instant(madeAt + lastsSeconds), version },
  setAsideOthers,
  systemEnding,
});
