/**
 * One reset as it was seen, with every feature of it that can be known at that moment (names F1..F17 follow the
 * research notes cited in docs/accuracy.md). Times are nanoseconds; sequence numbers unsigned 32-bit.
 */
export interface ResetObservation {
  /** 1-based packet number in its file. */
  readonly packet: number;
  readonly file: number;
  readonly seconds: number;
  readonly nanoseconds: number;
  /** Since the capture's base second. */
  readonly at: number;
  readonly fromServer: boolean;
  readonly hasAckFlag: boolean;
  readonly sequence: number;
  readonly acknowledgement: number;
  readonly window: number;
  readonly ttl: number;
  readonly ipId: number;
  readonly dontFragment: boolean;
  readonly hasOptions: boolean;
  readonly payloadBytes: number;
  /** F10: what the session had reached. */
  readonly phase: 'syn-sent' | 'handshake' | 'open' | 'closing';
  /** The server, or for our own resets the client, had sent FIN or a reset before. */
  readonly afterServerFin: boolean;
  readonly afterClientFin: boolean;
  readonly afterServerReset: boolean;
  readonly afterClientReset: boolean;
  /** 1 for the first reset from this end in the session. */
  readonly ordinal: number;
  /** TTL of the session's SYN-ACK, or null. */
  readonly synAckTtl: number | null;
  /** A server packet of this session that is no reset came with the reset's TTL. */
  readonly ttlSeenInSession: boolean;
  /** F3: the sequence number is one the client had sent as an acknowledgement shortly before. */
  readonly echoesOurAck: boolean;
  /** F7: time since each client packet that could have triggered the reset, newest first; empty when none. */
  readonly triggerDelays: readonly number[];
  /** Packet number of the newest of them. */
  readonly triggerPacket: number | null;
  /** F4: sequence minus the next byte the client waits for; 0 is fatal, below 0 stale. */
  readonly sequenceOffset: number | null;
  /** Silence in the session before the packet that triggered the reset. */
  readonly idleBefore: number;
  /** Handshake round trip of this session, or null. */
  readonly roundTrip: number | null;
  /** F16: the client's IPv6 flow label had changed before. */
  readonly flowLabelChanged: boolean;
  /** F8: set when the server later sends something that is no reset. */
  serverContinues: boolean;
}
