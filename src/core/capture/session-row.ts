/**
 * What is known of every session that is kept, one row of numbers each, so that nothing is made or collected for a packet
 * or a session. A row is five cache lines of 64 bytes, and an ordinary packet of a session touches the first four.
 * The names below are offsets within a row: of 32-bit words, and of doubles where they say so. Times are nanoseconds.
 */
export const ROW_WORDS = 80;
export const ROW_DOUBLES = ROW_WORDS / 2;

/** Addresses of the lower and the higher end, four words each; the ports, the lower end's in the upper half; IP version. */
export const LOW = 0;
export const HIGH = 4;
export const PORTS = 8;
export const FAMILY = 9;
export const STREAM = 10;
/** Which side opened it, 0 or 1, and how well that is known: 2 by a SYN, 1 by guess. */
export const CLIENT = 11;
export const CERTAINTY = 12;
/** What is true of it: the bits that follow. */
export const IS = 13;
export const HANDSHAKE_DONE = 1;
export const TARGET = 2;
export const CONTROL = 4;
export const CONTINUED = 8;
export const ANSWERED = 16;
export const HAS_RESET = 32;
/** What acknowledges the first SYN-ACK. */
export const SYN_ACK_END = 14;
export const SYN_ACK_REPEATS = 15;
/** Doubles. The newest line is an ordinal of the packet log, -1 for none. */
export const FIRST_AT = 8;
export const LAST_AT = 9;
export const PENDING_GAP = 10;
export const SURVIVED_GAP = 11;
export const NEWEST_LINE = 12;
/** Bytes of payload of side 0; side 1's are behind. */
export const PAYLOAD_BYTES = 13;

/** How many of its first packets are kept apart. */
export const OPENING_COUNT = 30;

/** A side begins at `SIDE + side * SIDE_WORDS`; the names that follow count from there. */
export const SIDE = 32;
export const SIDE_WORDS = 16;
export const PACKETS = 0;
export const NEXT = 1;
export const IN_ORDER = 2;
export const LAST_ACK = 3;
export const LOWEST_TTL = 4;
export const HIGHEST_TTL = 5;
/** What was seen of the side: the bits that follow. */
export const SEEN = 6;
export const SEEN_BASE = 1;
export const SEEN_NEXT = 2;
export const SEEN_ACK = 4;
export const SEEN_SYN = 8;
export const SEEN_FIN = 16;
export const SEEN_RESET = 32;
/** One of the states that follow, those behind Zeek's conn_state (docs.zeek.org, base/protocols/conn). */
export const STATE = 7;
export const INACTIVE = 0;
export const SYN_SENT = 1;
export const ESTABLISHED = 2;
export const PARTIAL = 3;
export const CLOSED = 4;
export const RESET = 5;
export const STUCK_COUNT = 8;
export const FLOW_LABEL = 9;
export const BASE = 10;
export const SYN_SEQUENCE = 11;
export const SYN_COUNT = 12;

/** How often the IPv6 flow label changed; the longest run of one segment sent again and again, and its bytes. */
export const LABEL_CHANGES = 13;
export const LONGEST_STUCK = 14;
export const LONGEST_STUCK_BYTES = 15;

/** Doubles: when the newest SYN of side 0 was sent; side 1's is behind. */
export const SYN_AT = 32;
/** The segment of side 0 that is sent again; side 1's is behind. */
export const STUCK_SEQUENCE = 68;
/** Packets still to come into the excerpt. */
export const EXCERPT_LEFT = 72;
export const OTHER_SYN_ACKS = 73;
