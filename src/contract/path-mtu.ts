import { z } from 'zod';
import { instantSchema } from './verdict.ts';

/** How large packets may be on the way to an address, as far as it can be seen without rights. */

const count = z.number().int().nonnegative();

const sizeProbeSchema = z.object({
  /** The whole IPv4 packet, its headers included. */
  sizeBytes: count,
  /** `too-big`: a router, or this system itself, said so; `not-sent`: the program could not ask. */
  answer: z.enum(['echo', 'too-big', 'silence', 'not-sent']),
  /** What the message named as the largest packet of the next link (RFC 1191, section 4); null when it named none. */
  mtuBytes: count.nullable(),
});

/** A request over TLS that fills several packets at once, where the attempts of the experiment send single bytes. */
const burstSchema = z.object({
  bytes: count,
  /** `stalled`: the connection was open, and nothing came back any more; `broken`: it never opened, or was ended. */
  outcome: z.enum(['answered', 'stalled', 'broken', 'stopped']),
  /** Where it ended. A TLS greeting alone can be more than a packet today (ML-KEM key shares are 1,184 bytes: FIPS 203). */
  phase: z.enum(['connect', 'tls', 'request']),
  ms: z.number().nonnegative(),
  /** The clock of the server as its answer says, and this computer's when it came; null without an answer. */
  serverDate: instantSchema.nullable(),
  answeredAt: instantSchema.nullable(),
  /** Of the Linux kernel's account of the session at its end (TCP_INFO, read by ss); null elsewhere. */
  segmentBytes: count.nullable(),
  pathMtuBytes: count.nullable(),
  retransmitted: count.nullable(),
});

export const pathMtuSchema = z.object({
  ways: z.array(
    z.object({
      arm: z.enum(['anycast', 'legacy']),
      address: z.string(),
      /**
       * What pings that must not be cut showed: full size passes; a smaller one does, and the way says so; a smaller one
       * does, and larger ones vanish without a word; not even small ones are answered; nothing was asked.
       */
      kind: z.enum(['whole', 'limited', 'silent-limit', 'no-answer', 'not-measured']),
      largestBytes: count.nullable(),
      probes: z.array(sizeProbeSchema),
      bursts: z.array(burstSchema),
    }),
  ),
});

export type SizeProbe = z.infer<typeof sizeProbeSchema>;
export type Burst = z.infer<typeof burstSchema>;
export type PathMtu = z.infer<typeof pathMtuSchema>;
