import { createReadStream, existsSync } from 'node:fs';
import { type FileHandle, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isPcapngStart } from '../../core/capture/pcapng-blocks.ts';
import { createRecordSplitter, PCAP_HEADER_BYTES } from '../../core/capture/record-splitter.ts';
import { RING_PIECES } from '../../core/live-capture/shown-command.ts';

/** The user's file while a capture is written into it. */
export interface CaptureFile {
  /** @returns how many of the bytes are kept; fewer when the disk is full. @throws what the system says */
  write(bytes: Uint8Array): Promise<number>;
  /** Everything on the disk, and closed. */
  close(): Promise<void>;
  /** What the disk holds of it now. */
  readonly bytes: number;
}

/** Of a capture that goes on, the newest part, and what was there when somebody asked to keep it. */
export interface CaptureRing extends CaptureFile {
  /** What is there now is not thrown away for newer. @returns false when so much is kept already that it cannot be more */
  keep(): boolean;
  /** Once closed: only what was to be kept stays. @returns whether anything did; otherwise no file is left */
  dropOthers(): Promise<boolean>;
}

/** @throws Error when the file is there already, or cannot be made */
export async function openCaptureFile(path: string): Promise<CaptureFile> {
  const file = await open(path, 'wx', 0o600);
  let bytes = 0;
  return {
    async write(piece) {
      const { bytesWritten } = await file.write(piece);
      bytes += bytesWritten;
      return bytesWritten;
    },
    async close() {
      await file.sync().catch(() => {});
      await file.close();
    },
    get bytes() {
      return bytes;
    },
  };
}

/**
 * A capture of which the newest part is kept: written in pieces, each a whole capture by itself, of which the oldest goes
 * when there are too many. `joinRing` makes one file of them.
 *
 * @param maxBytes what the pieces hold together at most, but for the one piece of the stream that goes over
 * @throws Error when the file is there already, or pieces of another one of its name
 */
export async function openCaptureRing(path: string, maxBytes: number): Promise<CaptureRing> {
  if ((await olderPieces(path)).length > 0)
    throw Object.assign(new Error(`older pieces of ${path} are there`), { code: 'EEXIST' });
  const splitter = createRecordSplitter();
  let older: { readonly path: string; readonly bytes: number; isKept: boolean }[] = [];
  let file: FileHandle = await open(path, 'wx', 0o600);
  let current = 0;
  let isCurrentKept = false;
  let number = 0;

  async function add(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; ) {
      const { bytesWritten } = await file.write(bytes.subarray(at));
      current += bytesWritten;
      at += bytesWritten;
    }
  }

  async function turn(opening: Uint8Array): Promise<void> {
    await file.close();
    number += 1;
    const piece = olderPiece(path, number);
    await rename(path, piece);
    older.push({ path: piece, bytes: current, isKept: isCurrentKept });
    isCurrentKept = false;
    current = 0;
    file = await open(path, 'wx', 0o600);
    await add(opening);
    const loose = older.filter(({ isKept }) => !isKept);
    const [oldest] = loose;
    if (loose.length < RING_PIECES || oldest === undefined) return;
    older = older.filter((one) => one !== oldest);
    await rm(oldest.path);
  }

  return {
    async write(bytes) {
      const opening = splitter.opening();
      const whole = splitter.push(bytes);
      if (opening !== null && current > opening.length && current + whole.length > maxBytes / RING_PIECES)
        await turn(opening);
      await add(whole);
      return bytes.length;
    },
    async close() {
      await add(splitter.rest()).catch(() => {});
      await file.sync().catch(() => {});
      await file.close();
    },
    keep() {
      const kept = older.reduce((sum, { isKept, bytes }) => sum + (isKept ? bytes : 0), 0);
      if (kept >= MOST_RINGS_KEPT * maxBytes) return false;
      for (const piece of older) piece.isKept = true;
      isCurrentKept = true;
      return true;
    },
    async dropOthers() {
      for (const piece of older) if (!piece.isKept) await rm(piece.path);
      const last = older.filter(({ isKept }) => isKept).at(-1);
      if (isCurrentKept) return true;
      if (last === undefined) await rm(path);
      else await rename(last.path, path);
      return last !== undefined;
    },
    get bytes() {
      return older.reduce((sum, piece) => sum + piece.bytes, current);
    },
  };
}

/** A fault that comes all the time is told by its first examples. */
const MOST_RINGS_KEPT = 4;

const olderPiece = (path: string, number: number): string => `${plain(path)}.${number}.older`;

/** A recording's name without what says that it is not whole. */
const plain = (path: string): string => path.replace(/\.(partial|aside)$/, '');

/** Oldest first. */
async function olderPieces(path: string): Promise<string[]> {
  const start = `${basename(plain(path))}.`;
  const numberOf = (name: string): number =>
    name.startsWith(start) ? Number(/^(\d+)\.older$/.exec(name.slice(start.length))?.[1] ?? 0) : 0;
  return (await readdir(dirname(path)))
    .filter((name) => numberOf(name) > 0)
    .sort((one, other) => numberOf(one) - numberOf(other))
    .map((name) => join(dirname(path), name));
}

/**
 * Makes one file of a ring's pieces, under the name of the newest; a capture that is no ring stays as it is. Until that one
 * file is whole, the pieces are all there: nothing is lost by a full disk or a kill in between, and it can be done again.
 */
export async function joinRing(path: string): Promise<void> {
  const older = await olderPieces(path);
  const whole = `${plain(path)}.joined`;
  if (!existsSync(whole)) {
    if (older.length === 0) return;
    await writeJoined([...older, path], `${plain(path)}.joining`, whole);
  }
  for (const piece of older) await rm(piece);
  await rename(whole, path);
}

/** The file has its name only when it is whole and on the disk. */
async function writeJoined(pieces: readonly string[], temporary: string, whole: string): Promise<void> {
  try {
    const output = await open(temporary, 'w', 0o600);
    try {
      for (const [index, piece] of pieces.entries()) await append(output, piece, index === 0);
      await output.sync();
    } finally {
      await output.close();
    }
    await rename(temporary, whole);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** A further pcap leaves its header behind; a further pcapng is a further section, which its readers know. */
async function append(output: FileHandle, piece: string, isFirst: boolean): Promise<void> {
  const { size } = await stat(piece);
  if (size === 0) return;
  const opening = isFirst || (await isPcapngFile(piece)) ? 0 : PCAP_HEADER_BYTES;
  for await (const bytes of createReadStream(piece, { start: opening, highWaterMark: 1 << 20 }))
    await output.appendFile(bytes as Buffer);
}

/** What tcpdump of macOS and the programs of Windows write, by a file's first bytes. */
export async function isPcapngFile(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return bytesRead === 4 && isPcapngStart(buffer, 0);
  } finally {
    await file.close();
  }
}
