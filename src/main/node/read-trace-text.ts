import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { fail, type Result, succeed } from '../../contract/problem.ts';
import { decodeText } from './decode-text.ts';
import { problemFromSystem } from './system-problem.ts';

/** A trace of 30 hops is 3 kB; what is beyond is not read. */
const MOST_BYTES = 16 * 1024 * 1024;

/** The first 16 MiB of a saved trace as text, in whatever encoding a console wrote it. `-` is standard input. */
export async function readTraceText(path: string): Promise<Result<string>> {
  try {
    const bytes = path === '-' ? await readInput() : await readStart(path);
    if (bytes.length === 0)
      return fail(
        'empty-file',
        `${nameOf(path)} is empty.`,
        'Save the output of the trace again, with everything it said.',
      );
    return succeed(decodeText(bytes).text);
  } catch (error) {
    return problemFromSystem(error, path);
  }
}

export const nameOf = (path: string): string => (path === '-' ? 'standard input' : basename(path));

async function readStart(path: string): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    // A pipe or a device has no size, and is read as far as it goes at once.
    const buffer = Buffer.alloc(Math.min(size > 0 ? size : MOST_BYTES, MOST_BYTES));
    let filled = 0;
    while (filled < buffer.length) {
      const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, null);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return buffer.subarray(0, filled);
  } finally {
    await file.close();
  }
}

async function readInput(): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of process.stdin) {
    chunks.push(chunk as Buffer);
    length += (chunk as Buffer).length;
    if (length >= MOST_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, MOST_BYTES);
}
