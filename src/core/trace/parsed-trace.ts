/** Which program wrote a trace, as far as it can be told from its text. */
export type TraceFormat =
  | 'linux'
  | 'macos'
  | 'windows'
  | 'pathping'
  | 'tracepath'
  | 'scamper'
  | 'mtr'
  | 'mtr-json'
  | 'mtr-csv'
  | 'mtr-raw';

/** How a trace was probed: every probe with one 5-tuple, or each with another. `unknown` proves nothing. */
export type ProbeFlow = 'same' | 'varied' | 'unknown';

export type ProbeProtocol = 'tcp' | 'udp' | 'icmp' | 'unknown';

/** Who answered at a hop. One of address and name is there: mtr without -n and -b gives names alone. */
export interface Responder {
  /** Canonical text, without scope. */
  readonly address: string | null;
  /** As printed, made inert, at most 255 characters. */
  readonly name: string | null;
  /** `AS64500` or `AS64500/AS64501`, when the tool printed it. */
  readonly network: string | null;
}

export interface TraceAnswer {
  /** Index into the hop's `responders`. */
  readonly responder: number;
  readonly rttMs: number | null;
  /** `!H`, `!X`, …: the answer was an ICMP unreachable. */
  readonly mark: string | null;
  /** TCP flags of the target's answer as traceroute's `-O info` prints them, `syn,ack`. */
  readonly flags: string | null;
}

/** One TTL of one trace. */
export interface TraceHop {
  readonly ttl: number;
  readonly responders: readonly Responder[];
  /** In the order of the probes, null for one without an answer; empty when the tool counts and gives no list. */
  readonly probes: readonly (TraceAnswer | null)[];
  readonly sent: number;
  readonly answered: number;
  /** The order of `probes` is that of sending, so that "in turn" and "first one, then the other" can be told apart. */
  readonly isOrdered: boolean;
}

export interface ParsedTrace {
  readonly format: TraceFormat;
  readonly target: { readonly name: string | null; readonly address: string | null };
  readonly protocol: ProbeProtocol;
  /** Ascending by TTL, each TTL once. */
  readonly hops: readonly TraceHop[];
  /** False for tracert, pathping and mtr's JSON: one address a hop is printed, however many answered. */
  readonly showsEveryResponder: boolean;
  /** What the tool complained about, and what of the text was left out; inert. */
  readonly notes: readonly string[];
}

/** Caps of what is taken from one text: far above any real trace, low enough to stay quick and small. */
export const TRACE_LIMITS = {
  /** A parser gives one more when there are more, so that leaving them out can be told. */
  traces: 64,
  /** A row of traceroute -q 10 with names is about 700 characters, the longest row of -q 90 seen 5,400. */
  lineLength: 65_536,
  lines: 100_000,
  ttl: 255,
  probesPerHop: 256,
  respondersPerHop: 64,
  notes: 20,
} as const;
