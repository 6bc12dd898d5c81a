/** A line of the packet log is ten words, or five doubles. */
export const LINE_WORDS = 10;
export const LINE_DOUBLES = LINE_WORDS / 2;
/** Lines of the log; what is overwritten is forgotten, so a file of any size takes the same memory. */
export const LOG_LINES = 131072;
/** What a line says first, a double: nanoseconds since the capture's base second. */
export const TIME = 0;
/** Lines back to the session's packet before, 0 for none. */
export const BACK = 2;
/** The rest, as offsets among its words. The number is unsigned; packed are flags, side, TTL and window. */
export const NUMBER = 3;
export const SEQUENCE = 4;
export const ACKNOWLEDGEMENT = 5;
export const PACKED = 6;
export const PAYLOAD = 7;
export const POINT_AND_ID = 8;
/** A float: seven digits of the silence before are enough. */
export const GAP = 9;

/** Longer than the log is, so that what lies behind it counts as overwritten. */
export const LONGEST_WAY_BACK = 1073741824;

/** The first packets of a session are kept apart, as lines of the same kind. */
export const OPENING_PACKETS = 6;
