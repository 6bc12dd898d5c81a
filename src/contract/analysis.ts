import { z } from 'zod';
import { confidenceSchema, evidenceSchema, instantSchema, verdictSchema } from './verdict.ts';

/** `analysis/1`: what a set of captures shows. Shapes and words follow the command line contract (docs/cli.md). */

export const resetCauseSchema = z.enum([
  'other-edge',
  'near-device',
  'server-abort',
  'late-after-close',
  'closed-port',
  'idle-expiry',
  'injected',
  'local',
  'unexplained',
]);

const count = z.number().int().nonnegative();
const endpointSchema = z.object({ address: z.string(), port: z.number().int().min(0).max(65535) });
const uint32 = z.number().int().min(0).max(0xffffffff);

export const captureDamageSchema = z.object({
  atByte: count,
  kind: z.enum([
    'cut-header',
    'cut-record',
    'impossible-length',
    'bad-block',
    'unknown-interface',
    'bad-compression',
  ]),
  message: z.string(),
});

export const captureFileSchema = z.object({
  name: z.string(),
  format: z.enum(['pcap', 'pcapng']),
  linkTypes: z.array(z.string()),
  packets: count,
  bytes: count,
  firstPacketAt: instantSchema.nullable(),
  lastPacketAt: instantSchema.nullable(),
  damage: captureDamageSchema.nullable(),
});

export const resetSchema = z.object({
  packet: z.number().int().positive(),
  file: count,
  at: instantSchema,
  from: z.enum(['client', 'server']),
  ttl: z.number().int().min(0).max(255),
  ack: z.boolean(),
  window: z.number().int().min(0).max(65535),
  sequence: uint32,
  cause: resetCauseSchema,
  confidence: confidenceSchema,
  evidence: z.array(evidenceSchema),
  /** F6: TTL minus that of the session's SYN-ACK; null when no SYN-ACK was captured. */
  ttlDifference: z.number().int().nullable(),
  /** F7: milliseconds since the newest packet of ours that can have drawn it; null when there is none. */
  delayMs: z.number().nonnegative().nullable(),
  /** F4: 0 ends the session, below 0 it was ignored, null unknown. */
  sequenceOffset: z.number().int().nullable(),
  serverContinues: z.boolean(),
});

export const ladderPacketSchema = z.object({
  packet: z.number().int().positive(),
  at: instantSchema,
  from: z.enum(['client', 'server']),
  flags: z.string(),
  sequence: uint32,
  acknowledgement: uint32,
  payloadBytes: count,
  ttl: z.number().int().min(0).max(255),
  window: z.number().int().min(0).max(65535),
});

/** Zeek's conn_state. */
const stateSchema = z.enum([
  'S0',
  'S1',
  'SF',
  'REJ',
  'S2',
  'S3',
  'RSTO',
  'RSTR',
  'RSTOS0',
  'RSTRH',
  'SH',
  'SHR',
  'OTH',
]);

export const sessionSchema = z.object({
  id: z.string(),
  client: endpointSchema,
  server: endpointSchema,
  firstPacketAt: instantSchema,
  lastPacketAt: instantSchema,
  state: stateSchema,
  packets: z.object({ toServer: count, toClient: count }),
  bytes: z.object({ toServer: count, toClient: count }),
  isTarget: z.boolean(),
  /** Which arm of the comparison: the anycast addresses, the legacy unicast ones, or neither. */
  arm: z.enum(['anycast', 'control', 'other']),
  /** Edge that answered the SYN, by its name in `edges`; null when no SYN-ACK was captured. */
  edge: z.string().nullable(),
  handshakeMs: z.number().nonnegative().nullable(),
  synAckTtl: z.number().int().min(0).max(255).nullable(),
  resets: z.array(resetSchema),
  /** Packets around the first reset, for the ladder diagram; empty without a reset. */
  ladder: z.array(ladderPacketSchema),
});

export const edgeSchema = z.object({
  name: z.string(),
  server: z.string(),
  ttl: z.number().int(),
  options: z.string(),
  roundTripMs: z.object({ lowest: z.number(), median: z.number(), highest: z.number() }).nullable(),
  sessions: count,
  firstSeenAt: instantSchema,
  lastSeenAt: instantSchema,
});

export const analysisSchema = z.object({
  schema: z.literal('analysis/1'),
  files: z.array(captureFileSchema),
  counts: z.object({
    packets: count,
    ip: count,
    ipv4: count,
    ipv6: count,
    tcp: count,
    fragments: count,
    tunnelled: count,
    undecoded: count,
    duplicatesDropped: count,
  }),
  tcp: z.object({
    sessions: count,
    resets: count,
    resetsWithAck: count,
    synRetransmissions: count,
    targets: z.array(z.string()),
    /** Sessions that are counted above and in the verdict, but not kept one by one, because there are very many. */
    summarised: z
      .object({
        sessions: count,
        /** Of them, sessions with a reset whose cause was not sought. */
        withReset: count,
        states: z.array(z.object({ state: stateSchema, sessions: count })),
        /** The servers with most of them. */
        servers: z.array(z.object({ address: z.string(), sessions: count })),
      })
      .optional(),
  }),
  verdict: verdictSchema,
  edges: z.array(edgeSchema),
  sessions: z.array(sessionSchema),
});

export type Analysis = z.infer<typeof analysisSchema>;
export type AnalysisSession = z.infer<typeof sessionSchema>;
export type AnalysisReset = z.infer<typeof resetSchema>;
export type LadderPacket = z.infer<typeof ladderPacketSchema>;
export type AnalysisEdge = z.infer<typeof edgeSchema>;
