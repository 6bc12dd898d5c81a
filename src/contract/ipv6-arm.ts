import { z } from 'zod';

const share = z.number().min(0).max(1);
const count = z.number().int().nonnegative();

/**
 * What was measured of the usual addresses over IPv6, beside and apart from the two arms.
 *
 * @param attempt the schema of an attempt, which this file cannot import without a circle
 */
export const ipv6ArmSchema = <A extends z.ZodType>(attempt: A) =>
  z.object({
    addresses: z.array(z.string()),
    tries: z.array(attempt),
    attempts: count,
    failures: count,
    resets: count,
    /** Wilson's interval of the failure rate at 95 %. */
    interval: z.object({ low: share, high: share }),
    /** After no failure: the rate excluded with 95 %; otherwise null. */
    highestRate: share.nullable(),
    /** Fisher's exact test against IPv4 to the same service; null for a sequential plan and before the end of a fixed one. */
    oneSided: share.nullable(),
    sequential: z.enum(['healthy', 'faulty', 'go-on']).nullable(),
  });
