import type { OverrideOrder } from '../../contract/broker.ts';
import type { OverrideRequest } from './apply-override.ts';

/** RFC 3339 without fractions: the marker lines are read by people. */
const instant = (seconds: number): string => new Date(seconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z');

/** What the begin line of our block says, in whichever file it stands. */
export const blockFactsOf = (
  { id, madeAt, lastsSeconds }: Pick<OverrideOrder, 'id' | 'madeAt' | 'lastsSeconds'>,
  version: string,
): OverrideRequest['facts'] => ({
  ...{ id, madeAt: instant(madeAt), expiresAt: instant(madeAt + lastsSeconds), version },
});

/** An order written out in full. Whoever works it out, with rights or without, comes to the same bytes. */
export const overrideRequestOf = (
  order: OverrideOrder,
  version: string,
  systemEnding: OverrideRequest['systemEnding'],
): OverrideRequest => ({
  entries: order.names.map((name) => ({ address: order.address, name })),
  facts: blockFactsOf(order, version),
  setAsideOthers: order.setAsideOthers,
  systemEnding,
});
