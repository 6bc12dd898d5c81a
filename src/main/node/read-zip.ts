import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';

/** What a zip may hold at most; a file that says or turns out to be more is not read. */
export interface ZipLimits {
  readonly entries: number;
  readonly unpackedBytes: number;
}

/** One file inside a zip. Nothing is ever written to the disk under its name. */
export interface ZipPart {
  readonly name: string;
  readonly sizeBytes: number;
  /** Its bytes, unpacked; ends with an error when there are more than it said. */
  chunks(): AsyncGenerator<Buffer>;
}

/** Why a zip is not read, as a sentence about it. */
export class ZipTrouble extends Error {}

/** Offsets and sizes by PKWARE's APPNOTE 6.3.10: sections 4.3.16 (end), 4.3.12 (directory), 4.3.7 (local header). */
const END = { signature: 0x06054b50, bytes: 22, longestComment: 65_535 } as const;
const ENTRY = { signature: 0x02014b50, bytes: 46 } as const;
const LOCAL = { signature: 0x04034b50, bytes: 30 } as const;
const ENCRYPTED = 1;
const LONGEST_DIRECTORY = 1_000_000;

/** The files inside a zip. Throws {@link ZipTrouble} for anything a report of ours never is, and the system's errors. */
export async function readZip(path: string, limits: ZipLimits): Promise<readonly ZipPart[]> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const { entries, at, length } = await findDirectory(file, size);
    if (entries > limits.entries) throw new ZipTrouble(`It holds ${entries} files, more than a report has.`);
    const directory = await readAt(file, at, length);
    const parts: ZipPart[] = [];
    const names = new Set<string>();
    let [position, unpacked, packed] = [0, 0, 0];
    for (let index = 0; index < entries; index += 1) {
      const entry = readEntry(directory, position);
      position = entry.next;
      if (entry.name.endsWith('/')) continue;
      checkName(entry.name);
      if (names.has(entry.name)) throw new ZipTrouble(`It holds “${shown(entry.name)}” twice.`);
      names.add(entry.name);
      unpacked += entry.unpackedBytes;
      packed += entry.packedBytes;
      if (unpacked > limits.unpackedBytes || packed > size)
        throw new ZipTrouble('It would unpack to far more than a report has.');
      parts.push({
        ...{ name: entry.name, sizeBytes: entry.unpackedBytes },
        chunks: () => unpack(path, entry, size),
      });
    }
    return parts;
  } finally {
    await file.close();
  }
}

async function findDirectory(file: FileHandle, size: number) {
  const length = Math.min(size, END.bytes + END.longestComment);
  const tail = await readAt(file, size - length, length);
  for (let at = tail.length - END.bytes; at >= 0; at -= 1) {
    if (tail.readUInt32LE(at) !== END.signature) continue;
    const entries = tail.readUInt16LE(at + 10);
    const [length, start] = [tail.readUInt32LE(at + 12), tail.readUInt32LE(at + 16)];
    if (entries === 0xffff || start === 0xffffffff)
      throw new ZipTrouble('It is in the form for zips above 4 GB, which no report is.');
    if (length > LONGEST_DIRECTORY || start + length > size)
      throw new ZipTrouble('Its directory is damaged.');
    return { entries, length, at: start };
  }
  throw new ZipTrouble('It is no zip, or its end is missing.');
}

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly packedBytes: number;
  readonly unpackedBytes: number;
  readonly localAt: number;
  readonly next: number;
}

function readEntry(directory: Buffer, at: number): Entry {
  if (at + ENTRY.bytes > directory.length || directory.readUInt32LE(at) !== ENTRY.signature)
    throw new ZipTrouble('Its directory is damaged.');
  const nameLength = directory.readUInt16LE(at + 28);
  const next =
    at + ENTRY.bytes + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  if (next > directory.length) throw new ZipTrouble('Its directory is damaged.');
  const name = directory.toString('utf8', at + ENTRY.bytes, at + ENTRY.bytes + nameLength);
  const method = directory.readUInt16LE(at + 10);
  if (directory.readUInt16LE(at + 8) & ENCRYPTED) throw new ZipTrouble('It is locked by a password.');
  if (method !== 0 && method !== 8) throw new ZipTrouble('It is packed in a way no report is.');
  return {
    ...{ name, method, next },
    packedBytes: directory.readUInt32LE(at + 20),
    unpackedBytes: directory.readUInt32LE(at + 24),
    localAt: directory.readUInt32LE(at + 42),
  };
}

/** A name that leads out of the folder it is unpacked in, on any system. */
function checkName(name: string): void {
  const parts = name.split('/');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: names with those are what is looked for
  if (/[\u0000-\u001f\\:]/.test(name) || parts.includes('..') || parts.includes('.') || parts[0] === '')
    throw new ZipTrouble(`It holds a file named “${shown(name)}”, which leads out of its folder.`);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: made visible before anybody reads it
const shown = (name: string): string => name.replace(/[\u0000-\u001f\u007f-\u009f]/g, '?').slice(0, 80);

async function* unpack(path: string, entry: Entry, size: number): AsyncGenerator<Buffer> {
  const file = await open(path, 'r');
  let start: number;
  try {
    const local = await readAt(file, entry.localAt, LOCAL.bytes);
    if (local.readUInt32LE(0) !== LOCAL.signature) throw new ZipTrouble('A file in it is damaged.');
    start = entry.localAt + LOCAL.bytes + local.readUInt16LE(26) + local.readUInt16LE(28);
  } finally {
    await file.close();
  }
  if (start + entry.packedBytes > size) throw new ZipTrouble('A file in it is cut off.');
  if (entry.packedBytes === 0) return;
  const packed = createReadStream(path, { start, end: start + entry.packedBytes - 1 });
  const plain: Readable = entry.method === 0 ? packed : packed.pipe(createInflateRaw());
  packed.on('error', (error) => plain.destroy(error));
  let length = 0;
  try {
    for await (const chunk of plain) {
      length += (chunk as Buffer).length;
      if (length > entry.unpackedBytes) throw new ZipTrouble('A file in it unpacks to more than it says.');
      yield chunk as Buffer;
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_'))
      throw new ZipTrouble('A file in it is damaged.');
    throw error;
  } finally {
    packed.destroy();
  }
  if (length < entry.unpackedBytes) throw new ZipTrouble('A file in it is cut off.');
}

async function readAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, at);
  if (bytesRead < length) throw new ZipTrouble('It is cut off.');
  return buffer;
}
