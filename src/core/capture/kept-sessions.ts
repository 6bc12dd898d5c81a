import type { CaptureMemory } from './capture-memory.ts';
import type { PacketFields } from './packet-fields.ts';
import type { PacketLog } from './packet-log.ts';
import { createPutAwaySessions, type PutAwaySession } from './put-away.ts';
import { TcpSession } from './session.ts';
import type { SessionColumns } from './session-columns.ts';
import { createSessionSummariser, REMARKABLE, type SessionSummary } from './session-summary.ts';
import { SessionTable } from './session-table.ts';

/**
 * Sessions kept whole, each some hundreds of bytes and two kilobytes in the document; with more, half of them are put
 * away, so that a file of any size is read in the memory docs/performance.md tells.
 */
export const MOST_KEPT_SESSIONS = 16_000;
/** More packets than any capture has, so that worth goes before age in one number. */
const MOST_LINES_EVER = 2 ** 46;

/**
 * A number for each stream, 0 to 2^32, spread evenly however many follow one another (Knuth, The Art of Computer Programming
 * 6.4: multiplying by the golden ratio). Those with the highest are a sample of the whole time, at every thinning the same:
 * what was reset early and what was reset late may have different causes, and a verdict on the newest alone says only one.
 */
const scattered = (stream: number): number => Math.imul(stream, 0x9e3779b1) >>> 0;

/** The sessions of a capture: all of them, or, of very many, those that say most and the counts of the rest. */
export interface KeptSessions {
  readonly list: readonly TcpSession[];
  /** What became of the others; null while every session is kept. */
  readonly summary: SessionSummary | null;
  /** Where the current session of a packet is found, straight: one call more for each packet is felt. */
  readonly table: SessionTable;
  /** What is known of the packet last looked up when its session was put away. */
  findPutAway(fields: PacketFields): PutAwaySession | null;
  /** A row for another session, after room was made for it. */
  take(): number;
  /** The session of the packet is in that row from now on. */
  add(fields: PacketFields, row: number): void;
  at(row: number): TcpSession;
}

export function createKeptSessions(
  memory: CaptureMemory,
  columns: SessionColumns,
  log: PacketLog,
  mostKept: number,
): KeptSessions {
  const table = new SessionTable(memory);
  // Numbers in arrays that are used again: what is made for every thinning is collected late, and tells in the memory.
  const rows = new Int32Array(mostKept);
  const leaving = new Int32Array(mostKept);
  const keys = new Float64Array(mostKept);
  const sorted = new Float64Array(mostKept);
  let count = 0;
  const summariser = createSessionSummariser();
  const putAway = createPutAwaySessions();
  const byRow: TcpSession[] = [];

  function at(row: number): TcpSession {
    const known = byRow[row];
    if (known !== undefined) return known;
    const session = new TcpSession(columns, row);
    byRow[row] = session;
    return session;
  }

  /** The half that is worth least goes; of the ordinary ones those that have been quiet longest, of the others a sample stays. */
  function thin(): void {
    for (let index = 0; index < count; index += 1) {
      const session = at(rows[index] as number);
      const worth = summariser.worthOf(session);
      const within = worth >= REMARKABLE ? scattered(session.stream) : session.newestLine;
      keys[index] = worth * MOST_LINES_EVER + within;
    }
    sorted.set(keys);
    const limit = sorted.subarray(0, count).sort()[count >> 1] as number;
    let staying = 0;
    let left = 0;
    for (let index = 0; index < count; index += 1) {
      const row = rows[index] as number;
      if ((keys[index] as number) >= limit) {
        rows[staying] = row;
        staying += 1;
      } else {
        leaving[left] = row;
        left += 1;
        summariser.add(at(row));
        log.forget(row);
      }
    }
    count = staying;
    table.takeOut(
      (row) => at(row).newestLine >= 0,
      (row, hash) => putAway.add(at(row), hash),
    );
    for (let index = 0; index < left; index += 1) columns.giveBack(leaving[index] as number);
  }

  return {
    table,
    get list() {
      return Array.from({ length: count }, (_, index) => at(rows[index] as number));
    },
    get summary() {
      return summariser.sessions > 0 ? summariser : null;
    },
    findPutAway: (fields) => (summariser.sessions > 0 ? putAway.find(fields, table.side, table.hash) : null),
    take() {
      if (count >= mostKept) thin();
      return columns.take();
    },
    add(fields, row) {
      rows[count] = row;
      count += 1;
      table.put(fields, row);
    },
    at,
  };
}
