import type { PacketFields } from './packet-fields.ts';
import type { PacketLog } from './packet-log.ts';
import { createPutAwaySessions, type PutAwaySession } from './put-away.ts';
import { createBlankSession, makeBlank, type TcpSession } from './session.ts';
import { createSessionSummariser, type SessionSummary } from './session-summary.ts';
import { createSessionTable, type SessionTable } from './session-table.ts';

/**
 * Sessions kept whole, each some two kilobytes and two more in the document; with more, half of them are put away, so
 * that a file of any size is read in the memory docs/performance.md tells.
 */
export const MOST_KEPT_SESSIONS = 16_000;
/** More packets than any capture has, so that worth goes before age in one number. */
const MOST_LINES_EVER = 2 ** 46;

/** The sessions of a capture: all of them, or, of very many, those that say most and the counts of the rest. */
export interface KeptSessions {
  readonly list: readonly TcpSession[];
  /** What became of the others; null while every session is kept. */
  readonly summary: SessionSummary | null;
  /** Where the current session of a packet is found, straight: one call more for each packet is felt. */
  readonly table: SessionTable;
  /** What is known of the packet last looked up when its session was put away. */
  findPutAway(fields: PacketFields): PutAwaySession | null;
  /** A session to be filled, made of one that was put away where there is one. */
  blank(): TcpSession;
  add(fields: PacketFields, session: TcpSession): void;
}

export function createKeptSessions(log: PacketLog, mostKept: number): KeptSessions {
  const table = createSessionTable();
  let list: TcpSession[] = [];
  const summariser = createSessionSummariser();
  const putAway = createPutAwaySessions();
  const blanks: TcpSession[] = [];

  /** The half that is worth least and has been quiet longest goes. */
  function thin(): void {
    const keys = Float64Array.from(
      list,
      (session) => summariser.worthOf(session) * MOST_LINES_EVER + session.lastLine,
    );
    const limit = keys.slice().sort()[keys.length >> 1] as number;
    const leaving = list.filter((_, index) => (keys[index] as number) < limit);
    list = list.filter((_, index) => (keys[index] as number) >= limit);
    for (const session of leaving) {
      summariser.add(session);
      log.forget(session);
    }
    table.takeOut(({ lastLine }) => lastLine >= 0, putAway.add);
    for (const session of leaving) blanks.push(makeBlank(session));
  }

  return {
    table,
    get list() {
      return list;
    },
    get summary() {
      return summariser.sessions > 0 ? summariser : null;
    },
    findPutAway: (fields: PacketFields) =>
      summariser.sessions > 0 ? putAway.find(fields, table.side, table.hash) : null,
    blank: () => blanks.pop() ?? createBlankSession(),
    add(fields: PacketFields, session: TcpSession) {
      if (list.length >= mostKept) thin();
      list.push(session);
      table.put(fields, session);
    },
  };
}
