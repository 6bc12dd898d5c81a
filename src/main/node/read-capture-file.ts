import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { Readable } from 'node:stream';
import * as zlib from 'node:zlib';
import { fail, type Result, succeed } from '../../contract/problem.ts';
import type { CaptureReader } from '../../core/capture/capture-reader.ts';
import { problemFromSystem } from './system-problem.ts';

/** How far reading one file has come. */
export interface ReadProgress {
  readonly bytesRead: number;
  /** Size of the file, or null when it comes from a pipe. */
  readonly bytesTotal: number | null;
}

export interface ReadOptions {
  readonly signal?: AbortSignal;
  /** Called about ten times a second, never more. */
  readonly onProgress?: (progress: ReadProgress) => void;
}

/** How reading ended: compression that broke off is damage of its own, the packets before it count. */
export interface ReadOutcome {
  readonly compressionDamage: string | null;
  readonly compressed: boolean;
}

const YIELD_BYTES = 8 * 1024 * 1024;

/**
 * Feeds one file (or standard input for `-`) to a reader. Plain files are read straight into the reader's buffer;
 * gzip, and zstd where this Node has it, are unpacked on the way.
 */
export async function readCaptureFile(
  path: string,
  reader: CaptureReader,
  options: ReadOptions = {},
): Promise<Result<ReadOutcome>> {
  if (path === '-') return readStream(process.stdin, reader, null, options);
  let descriptor: number;
  try {
    descriptor = openSync(path, 'r');
  } catch (error) {
    return problemFromSystem(error, path);
  }
  try {
    const info = fstatSync(descriptor);
    if (info.isDirectory())
      return fail('not-readable', `${path} is a folder, not a file.`, 'Name the capture file itself.');
    const size = info.isFile() ? info.size : null;
    const head = new Uint8Array(4);
    const headLength = size === null ? 0 : readSync(descriptor, head, 0, 4, 0);
    if (compressionOf(head.subarray(0, headLength)) === null)
      return await readPlain(descriptor, size, reader, options);
    const chunks = pieces(descriptor);
    return await readStream(Readable.from(chunks, { objectMode: false }), reader, size, options);
  } catch (error) {
    return problemFromSystem(error, path);
  } finally {
    closeSync(descriptor);
  }
}

const cancelled = (): { ok: false; problem: Extract<Result<never>, { ok: false }>['problem'] } =>
  fail('cancelled', 'Reading was stopped.', 'Open the file again to read it to its end.');

async function readPlain(
  descriptor: number,
  size: number | null,
  reader: CaptureReader,
  options: ReadOptions,
): Promise<Result<ReadOutcome>> {
  let bytesRead = 0;
  let sinceYield = 0;
  for (;;) {
    const room = reader.room();
    const length = readSync(descriptor, room, 0, room.length, null);
    if (length === 0) break;
    reader.filled(length);
    bytesRead += length;
    sinceYield += length;
    if (reader.stopped) break;
    if (sinceYield < YIELD_BYTES) continue;
    sinceYield = 0;
    options.onProgress?.({ bytesRead, bytesTotal: size });
    await new Promise((resolve) => setImmediate(resolve));
    if (options.signal?.aborted) return cancelled();
  }
  options.onProgress?.({ bytesRead, bytesTotal: size });
  return succeed({ compressionDamage: null, compressed: false });
}

function* pieces(descriptor: number): Generator<Buffer> {
  for (;;) {
    const buffer = Buffer.allocUnsafe(256 * 1024);
    const length = readSync(descriptor, buffer, 0, buffer.length, null);
    if (length === 0) return;
    yield buffer.subarray(0, length);
  }
}

function compressionOf(head: Uint8Array): 'gzip' | 'zstd' | null {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  if (head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd) return 'zstd';
  return null;
}

async function readStream(
  source: Readable,
  reader: CaptureReader,
  size: number | null,
  options: ReadOptions,
): Promise<Result<ReadOutcome>> {
  let bytesRead = 0;
  let reported = 0;
  let unpacker: (NodeJS.ReadWriteStream & { destroy(): void }) | null = null;
  let damage: string | null = null;
  let finished: Promise<void> = Promise.resolve();
  let first = true;
  try {
    for await (const piece of source) {
      const chunk = piece as Buffer;
      if (first) {
        first = false;
        const kind = compressionOf(chunk);
        if (kind === 'zstd' && !('createZstdDecompress' in zlib))
          return fail(
            'not-readable',
            'This file is compressed with zstd, which this program cannot unpack here.',
            'Unpack it with: zstd -d FILE',
          );
        if (kind !== null) {
          const stream =
            kind === 'gzip'
              ? zlib.createGunzip()
              : (zlib as unknown as { createZstdDecompress(): zlib.Gunzip }).createZstdDecompress();
          unpacker = stream;
          finished = new Promise((resolve) => {
            stream.on('data', (data: Buffer) => reader.push(data));
            stream.on('end', () => resolve());
            stream.on('error', (error: Error) => {
              damage = error.message;
              resolve();
            });
          });
        }
      }
      bytesRead += chunk.length;
      if (unpacker === null) reader.push(chunk);
      else if (damage === null && !unpacker.write(chunk)) {
        const stream = unpacker;
        await Promise.race([new Promise<void>((resolve) => stream.once('drain', () => resolve())), finished]);
      }
      if (options.signal?.aborted) return cancelled();
      if (bytesRead - reported > YIELD_BYTES) {
        reported = bytesRead;
        options.onProgress?.({ bytesRead, bytesTotal: size });
      }
      if (damage !== null || reader.stopped) break;
    }
    unpacker?.end();
    if (unpacker !== null) await finished;
    options.onProgress?.({ bytesRead, bytesTotal: size });
    return succeed({ compressionDamage: damage, compressed: unpacker !== null });
  } finally {
    // Left by an exception of the source it would go on unpacking into a reader that nobody reads with any more.
    unpacker?.destroy();
  }
}
