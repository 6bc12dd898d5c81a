import { z } from 'zod';

/**
 * The border between the program and its broker, the one process that has rights. Both ends parse every control
 * frame with these schemas. There is no path, no argument list, no filter text and no host name in here: a value is
 * an address, a number, or a name the broker itself listed. A new power is a line in `brokerVerbs`.
 */
export const BROKER_PROTOCOL = 1;

/** The program speaks at least this often; the broker ends when it has not for `HEARTBEAT_LIMIT_MS`. */
export const HEARTBEAT_MS = 5_000;
export const HEARTBEAT_LIMIT_MS = 30_000;

/** 32 random bytes as hexadecimal digits: the length of the token file, too. */
export const TOKEN_CHARACTERS = 64;
export const TOKEN_FILE = 'token';
export const BOOTSTRAP_FILE = 'bootstrap.json';
/** Name of the socket inside the bootstrap folder, where sockets are files. */
export const SOCKET_FILE = 'b.sock';

/** Exit code of a broker that was started without rights. */
export const EXIT_NO_RIGHTS = 77;

/** The file beside the token: whose folder it is, and where to dial when sockets are not files (Windows). */
export const bootstrapSchema = z.strictObject({
  protocol: z.number().int(),
  /** User who owns the folder; null where the system has no user numbers. */
  ownerId: z.number().int().nonnegative().nullable(),
  pipe: z
    .string()
    .regex(/^\\\\\.\\pipe\\bitbucket-reset-doctor-[0-9a-f]{32}$/)
    .nullable(),
});
export type Bootstrap = z.infer<typeof bootstrapSchema>;

/** An address and nothing else: the character set already forbids zones, ranges and names. */
export const brokerAddressSchema = z
  .string()
  .max(45)
  .regex(/^[0-9a-fA-F.:]+$/)
  .pipe(z.union([z.ipv4(), z.ipv6()]));

const count = z.number().int().nonnegative();

export const captureStartSchema = z.strictObject({
  /** `any`, or one of the names `status` listed. */
  interface: z.string().regex(/^[A-Za-z0-9][\w .:()-]{0,63}$/),
  targets: z.array(brokerAddressSchema).min(1).max(256),
  maxSeconds: z.number().int().positive(),
  maxBytes: z.number().int().positive(),
  /** Goes on when so many bytes are there; the newest are kept, by the program where the bytes are streamed to it. */
  ring: z.boolean(),
});
export type CaptureStart = z.infer<typeof captureStartSchema>;

const captureToolSchema = z.enum(['tcpdump', 'dumpcap', 'pktmon', 'netsh']);
export type CaptureTool = z.infer<typeof captureToolSchema>;

/**
 * What the override may say: the program picks from these and can bring nothing else. A test holds them against the
 * playbook (vendor article on TCP resets due to anycast shift; the announcement of ssh.bitbucket.org).
 */
export const OVERRIDE_ADDRESSES = ['18.205.93.0', '18.205.93.1', '18.205.93.2'] as const;
export const OVERRIDE_NAMES = ['bitbucket.org', 'ssh.bitbucket.org', 'altssh.bitbucket.org'] as const;
export const LONGEST_OVERRIDE_SECONDS = 30 * 86_400;
export const SHORTEST_OVERRIDE_SECONDS = 3600;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** The file the user looked at, and the file they agreed to: anything else is not written. */
const hostsDigests = { expectedSha256: sha256, nextSha256: sha256 };

export const overrideOrderSchema = z.strictObject({
  address: z.enum(OVERRIDE_ADDRESSES),
  names: z.array(z.enum(OVERRIDE_NAMES)).min(1).max(OVERRIDE_NAMES.length),
  id: z.string().regex(/^[0-9a-f]{8}$/),
  /** Seconds since 1970. */
  madeAt: z.number().int().nonnegative(),
  lastsSeconds: z.number().int().min(SHORTEST_OVERRIDE_SECONDS).max(LONGEST_OVERRIDE_SECONDS),
  /** Comments other lines for the same names out, restorably. */
  setAsideOthers: z.boolean(),
});
export type OverrideOrder = z.infer<typeof overrideOrderSchema>;

const hostsWrittenSchema = z.strictObject({ way: z.enum(['renamed', 'in-place']), sha256 });
export const hostsApplySchema = z.strictObject({
  ...overrideOrderSchema.shape,
  ...hostsDigests,
  /** The system's own scheduler takes it off when it expires; what runs then is the broker's own choice. */
  timedRevert: z.boolean(),
});
const timerOutcomeSchema = z.strictObject({
  installed: z.boolean(),
  because: z.string().max(500).nullable(),
});
export type TimerOutcome = z.infer<typeof timerOutcomeSchema>;
export const hostsRevertSchema = z.strictObject(hostsDigests);
export type HostsApply = z.infer<typeof hostsApplySchema>;
export type HostsRevert = z.infer<typeof hostsRevertSchema>;

const nothing = z.strictObject({});

/** One trace over TCP: every probe from `sourcePort`, or each from another. */
export const traceOrderSchema = z.strictObject({
  address: brokerAddressSchema,
  /** HTTPS, SSH, and the SSH of a Bitbucket of one's own. */
  port: z.literal([443, 22, 7999]),
  sourcePort: z.number().int().min(1024).max(65_535).nullable(),
  probes: z.number().int().positive(),
  maxHops: z.number().int().positive(),
});
export type TraceOrder = z.infer<typeof traceOrderSchema>;

/** Every power of the broker: what it is given, and what it gives back. */
export const brokerVerbs = {
  /** Answered once the capture listens. The first of the tools `status` lists does it. */
  'capture.start': { input: captureStartSchema, output: nothing },
  /** The rest of the bytes and `capture.ended` follow. */
  'capture.stop': { input: nothing, output: nothing },
  /** Works the override out anew and writes it into the system's hosts file, if it comes out as it was shown. */
  'hosts.apply': {
    input: hostsApplySchema,
    output: hostsWrittenSchema.extend({ timer: timerOutcomeSchema.nullable() }),
  },
  /** Takes exactly the override off again, and its timer out of the scheduler. */
  'hosts.revert': { input: hostsRevertSchema, output: hostsWrittenSchema },
  /** Answered when the trace has ended, whichever way; nothing else waits for it. */
  'trace.run': {
    input: traceOrderSchema,
    output: z.strictObject({
      command: z.array(z.string().max(64)).max(30),
      text: z.string(),
      isPartial: z.boolean(),
    }),
  },
  'trace.stop': { input: nothing, output: nothing },
  status: {
    input: nothing,
    output: z.strictObject({
      version: z.string().max(40),
      tools: z.array(captureToolSchema),
      interfaces: z.array(z.string().max(64)).max(256),
      capturing: z.boolean(),
    }),
  },
  bye: { input: nothing, output: nothing },
} as const;

export type BrokerVerb = keyof typeof brokerVerbs;
export type VerbInput<V extends BrokerVerb> = z.infer<(typeof brokerVerbs)[V]['input']>;
export type VerbOutput<V extends BrokerVerb> = z.infer<(typeof brokerVerbs)[V]['output']>;

const verbs = Object.keys(brokerVerbs) as [BrokerVerb, ...BrokerVerb[]];

/** What the capturing program counted, from its last words; null where it did not say. */
export const kernelCountsSchema = z.strictObject({
  captured: count.nullable(),
  receivedByFilter: count.nullable(),
  droppedByKernel: count.nullable(),
});
export type KernelCounts = z.infer<typeof kernelCountsSchema>;

export const captureEndSchema = z.enum(['stopped', 'time', 'size', 'tool-ended']);
export type CaptureEnd = z.infer<typeof captureEndSchema>;

/** Program to broker. `input` is parsed with the verb's own schema. */
export const fromAppSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('request'), id: count, verb: z.enum(verbs), input: z.unknown() }),
  z.strictObject({ kind: z.literal('heartbeat') }),
]);

/** Why the hosts file was not changed. */
export const hostsTroubleSchema = z.enum([
  'absent',
  'no-permission',
  'not-a-file',
  'managed-elsewhere',
  'immutable',
  'read-only-disk',
  'disk-full',
  'in-use',
  'changed-meanwhile',
  'not-kept',
  'too-large',
  'failed',
]);

const refusalSchema = z.strictObject({
  kind: z.enum(['busy', 'over-limit', 'unknown-interface', 'no-tool', ...hostsTroubleSchema.options]),
  message: z.string().max(2000),
});
export type Refusal = z.infer<typeof refusalSchema>;

/** Broker to program. The first one is `hello`, which is also how the program learns that rights were given. */
export const fromBrokerSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('hello'),
    protocol: z.number().int(),
    version: z.string().max(40),
    pid: z.number().int().positive(),
    token: z.string().length(TOKEN_CHARACTERS),
  }),
  z.strictObject({ kind: z.literal('done'), id: count, output: z.unknown() }),
  z.strictObject({ kind: z.literal('refused'), id: count, refusal: refusalSchema }),
  /** So much has the system's own file by now; its bytes come when the capture has ended (Windows). */
  z.strictObject({ kind: z.literal('capture.grown'), bytes: count }),
  z.strictObject({
    kind: z.literal('capture.ended'),
    reason: captureEndSchema,
    counts: kernelCountsSchema,
    /** The capturing program's last words, for the diagnosis. */
    words: z.string().max(2000),
  }),
]);
export type FromBroker = z.infer<typeof fromBrokerSchema>;

/** Parses a control frame's text; null when it is anything else than one message of that direction. */
export function readMessage<T>(schema: z.ZodType<T>, text: string): T | null {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
