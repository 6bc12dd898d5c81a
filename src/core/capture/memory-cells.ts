/**
 * Numbers that the two ways through a capture share, at the beginning of their memory (`capture-memory.ts`). The places
 * are bytes.
 */
/** A double: lines ever written to the packet log. */
export const LINES_WRITTEN = 0;
/** A double: all times of sessions count from there, seconds since 1970. */
export const BASE_SECONDS = 8;
/** Doubles, of the packet that was last read the short way: its time and its number in its file. */
export const LAST_SECONDS = 16;
export const LAST_NANOSECONDS = 24;
export const LAST_NUMBER = 32;
/** Words: where the other parts of the memory begin, and how many slots the table of sessions has, less one. */
export const ROWS_AT = 40;
export const SLOTS_AT = 44;
export const SLOT_MASK = 48;
export const LINES_AT = 52;
export const OPENINGS_AT = 56;

export const CELL_BYTES = 64;

/** A slot of the table of sessions: the hash, and the row plus one, 0 for an empty slot. */
export const SLOT_WORDS = 2;
