/** What an edge, a router or the client really did, taken from captures at the edges and routers. */
export interface TrueReset {
  /** Edge name, `R1`, `home` or `client`. */
  readonly by: string;
  readonly at: string;
  readonly sequence: number;
  readonly ack: number;
  readonly hasAck: boolean;
  readonly hasOptions: boolean;
  /** When and with which TTL the client's capture has it; null when it was lost on the way. */
  readonly arrivedAt: string | null;
  readonly ttl: number | null;
  /**
   * fatal: it ended the session. stale: the client had moved on and ignored it. repeat: the session was over already.
   * ahead: beyond what the client expected. null: not received.
   */
  readonly effect: 'fatal' | 'stale' | 'repeat' | 'ahead' | null;
  /** One side had already sent its FIN when the reset reached the client: whoever sent it, it harmed nothing. */
  readonly afterFin: boolean;
  /** The client's packet that drew it, as it left the client, and the time between. */
  readonly trigger: {
    readonly sequence: number;
    readonly payloadBytes: number;
    readonly afterMs: number | null;
  } | null;
}

export interface TrueFlow {
  readonly client: { readonly address: string; readonly port: number };
  readonly server: { readonly address: string; readonly port: number };
  readonly service: 'anycast' | 'legacy';
  readonly kind: string;
  readonly completed: boolean;
  readonly error: string | null;
  readonly synOwner: string | null;
  readonly packetsByEdge: Readonly<Record<string, number>>;
  readonly handshakeMs: number | null;
  readonly synAckTtl: number | null;
  readonly synAcksReceived: number;
  readonly resetsSent: readonly TrueReset[];
  readonly clientResets: number;
}

export interface Truth {
  readonly schema: 'lab-truth/1';
  readonly scenario: string;
  readonly description: string;
  readonly recordedWith: { readonly kernel: string; readonly tcpdump: string };
  readonly files: readonly string[];
  readonly seed: number;
  readonly split: string;
  readonly expected: { readonly verdict: string; readonly exit: number };
  readonly edges: readonly {
    readonly name: string;
    readonly service: 'anycast' | 'legacy';
    readonly hops: number;
    readonly initialTtl: number;
    readonly ttlAtClient: number;
    readonly delayMsOneWay: number;
  }[];
  readonly totals: {
    readonly tcpPackets: number;
    readonly connections: Readonly<Record<'anycast' | 'legacy', number>>;
    readonly completed: Readonly<Record<'anycast' | 'legacy', number>>;
    readonly flowsAtSeveralEdges: number;
    readonly flowsReset: Readonly<Record<'anycast' | 'legacy', number>>;
    readonly resetsSentBy: Readonly<Record<string, number>>;
    readonly resetsReceived: number;
    readonly effects: Readonly<Record<string, number>>;
    readonly clientResets: number;
    /** TTL of the reset minus TTL of the flow's SYN-ACK, and how often. */
    readonly ttlDifferences: Readonly<Record<string, number>>;
    /** Median over the first reset of each flow: our packet to reset, and that flow's handshake. */
    readonly firstResetAfterMs: number | null;
    readonly firstResetHandshakeMs: number | null;
  };
  readonly flows: readonly TrueFlow[];
}

/** One line a flow: small, and two recordings can be compared line by line. */
export function writeTruth({ flows, ...head }: Truth): string {
  const top = JSON.stringify(head, null, 2).slice(0, -2);
  const lines = flows.map((flow) => `    ${JSON.stringify(flow)}`).join(',\n');
  return `${top},\n  "flows": [\n${lines}\n  ]\n}\n`;
}
