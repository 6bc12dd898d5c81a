import { describe, expect, test } from 'vitest';
import { CaptureMemory } from './capture-memory.ts';
import { createPacketFields, type PacketFields } from './packet-fields.ts';
import { PacketLog } from './packet-log.ts';
import { SessionColumns } from './session-columns.ts';

const packet = (number: number, more: Partial<PacketFields> = {}): PacketFields => ({
  ...createPacketFields(),
  number,
  time: number * 1000,
  flags: 0x10,
  sequence: number,
  acknowledgement: -number,
  ttl: 255,
  window: 65_535,
  ...more,
});

const emptyLog = (): { columns: SessionColumns; log: PacketLog } => {
  const memory = new CaptureMemory(10);
  const columns = new SessionColumns(memory);
  return { columns, log: new PacketLog(memory, columns) };
};

const numbersFromClient = (log: PacketLog, session: number, most = 1_000_000): number[] => {
  const numbers: number[] = [];
  log.eachFromClient(session, most, (_at, _acknowledgement, number) => {
    numbers.push(number);
    return true;
  });
  return numbers;
};

describe('the packet log', () => {
  test('finds the way back through one session among others', () => {
    const { columns, log } = emptyLog();
    const [one, other] = [columns.take(), columns.take()];
    for (let number = 1; number <= 70_000; number += 1)
      log.append(number % 1000 === 0 ? one : other, packet(number), 0, 0);
    expect(numbersFromClient(log, one)).toEqual(
      Array.from({ length: 70 }, (_, index) => 70_000 - index * 1000),
    );
  });

  test('forgets the oldest, and then neither loops nor mixes sessions', () => {
    const { columns, log } = emptyLog();
    const [early, late] = [columns.take(), columns.take()];
    for (let number = 1; number <= 10; number += 1) log.append(early, packet(number), 0, 0);
    for (let number = 11; number <= 300_000; number += 1) log.append(late, packet(number), 0, 0);
    expect(numbersFromClient(log, early)).toEqual([]);
    expect(numbersFromClient(log, late)).toHaveLength(1 << 17);
    log.append(early, packet(300_001), 0, 0);
    expect(numbersFromClient(log, early)).toEqual([300_001]);
  });

  test('keeps the first packets of a session for its excerpt, however long ago they were', () => {
    const { columns, log } = emptyLog();
    const [session, other] = [columns.take(), columns.take()];
    for (let number = 1; number <= 8; number += 1) log.append(session, packet(number), 0, 0);
    for (let number = 9; number <= 300_000; number += 1) log.append(other, packet(number), 0, 0);
    log.append(session, packet(300_001, { flags: 0x04, ttl: 59, window: 0 }), 1, 0);
    expect(columns.excerpts[session]?.map(({ packet: number }) => number)).toEqual([
      1, 2, 3, 4, 5, 6, 300_001,
    ]);
    expect(columns.excerpts[session]?.[0]).toEqual({
      packet: 1,
      at: 1000,
      fromClient: true,
      flags: 0x10,
      sequence: 1,
      acknowledgement: 2 ** 32 - 1,
      payloadBytes: 0,
      ttl: 255,
      window: 65_535,
    });
    expect(columns.excerpts[session]?.at(-1)).toMatchObject({
      fromClient: false,
      flags: 0x04,
      ttl: 59,
      window: 0,
    });
  });

  test('leaves the resets and the other side out of what the client sent, and ends when told', () => {
    const { columns, log } = emptyLog();
    const session = columns.take();
    log.append(session, packet(1), 0, 0);
    log.append(session, packet(2), 1, 0);
    log.append(session, packet(3, { flags: 0x04 }), 0, 0);
    log.append(session, packet(4), 0, 0);
    expect(numbersFromClient(log, session)).toEqual([4, 1]);
    expect(numbersFromClient(log, session, 2)).toEqual([4]);
    const seen: number[] = [];
    log.eachFromClient(session, 10, (_at, _acknowledgement, number) => {
      seen.push(number);
      return false;
    });
    expect(seen).toEqual([4]);
  });

  test('knows a copy by another point within 5 ms, and by nothing else', () => {
    const { columns, log } = emptyLog();
    const session = columns.take();
    const original = packet(1, { point: 2, ipId: 7, payloadLength: 40 });
    log.append(session, original, 0, 0);
    const isCopy = (more: Partial<PacketFields>, side: 0 | 1 = 0): boolean =>
      log.isCopyFromAnotherPoint(session, { ...original, point: 3, ...more }, side);
    expect(isCopy({})).toBe(true);
    expect(isCopy({ time: original.time + 6e6 })).toBe(false);
    expect(isCopy({ point: 2 })).toBe(false);
    expect(isCopy({ ipId: 8 })).toBe(false);
    expect(isCopy({ sequence: 2 })).toBe(false);
    expect(isCopy({}, 1)).toBe(false);
  });
});
