import { type Entry, openPromise, type ZipFile } from 'yauzl';

/** What a zip may hold at most; a file that says or turns out to be more is not read. */
export interface ZipLimits {
  readonly entries: number;
  readonly unpackedBytes: number;
}

/** One file inside a zip. Nothing is ever written to the disk under its name. */
export interface ZipPart {
  readonly name: string;
  readonly sizeBytes: number;
  /** Its bytes, unpacked; ends with an error when there are more or fewer than it said. */
  chunks(): AsyncGenerator<Buffer>;
}

/** Why a zip is not read, as a sentence about it. */
export class ZipTrouble extends Error {}

/** Methods of packing (APPNOTE 6.3.10, section 4.4.5). */
const STORED = 0;
const DEFLATED = 8;

/**
 * Looks into a zip and closes it when `use` is done with its parts.
 *
 * @throws ZipTrouble for anything a report of ours never is, and the system's errors
 */
export async function withZip<T>(
  path: string,
  limits: ZipLimits,
  use: (parts: readonly ZipPart[]) => Promise<T>,
): Promise<T> {
  let zip: ZipFile | null = null;
  try {
    zip = await openPromise(path, { lazyEntries: true, autoClose: false, strictFileNames: true });
    return await use(await partsOf(zip, limits));
  } catch (error) {
    throw troubleOf(error);
  } finally {
    zip?.close();
  }
}

async function partsOf(zip: ZipFile, limits: ZipLimits): Promise<ZipPart[]> {
  if (zip.entryCount > limits.entries)
    throw new ZipTrouble(`It holds ${zip.entryCount} files, more than a report has.`);
  const parts: ZipPart[] = [];
  const names = new Set<string>();
  let unpacked = 0;
  for await (const entry of zip.eachEntry()) {
    const { fileName: name, uncompressedSize, compressionMethod } = entry;
    if (name.endsWith('/')) continue;
    checkName(name);
    if (names.has(name)) throw new ZipTrouble(`It holds “${shown(name)}” twice.`);
    names.add(name);
    if (entry.isEncrypted()) throw new ZipTrouble('It is locked by a password.');
    if (compressionMethod !== STORED && compressionMethod !== DEFLATED)
      throw new ZipTrouble('It is packed in a way no report is.');
    unpacked += uncompressedSize;
    if (unpacked > limits.unpackedBytes)
      throw new ZipTrouble('It would unpack to far more than a report has.');
    parts.push({ name, sizeBytes: uncompressedSize, chunks: () => unpack(zip, entry) });
  }
  return parts;
}

async function* unpack(zip: ZipFile, entry: Entry): AsyncGenerator<Buffer> {
  const stream = await zip.openReadStreamPromise(entry);
  try {
    yield* stream as AsyncIterable<Buffer>;
  } finally {
    stream.destroy();
  }
}

/** What the library lets through: a single point, which is no name, and characters nobody can read. */
function checkName(name: string): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: names with those are what is looked for
  if (/[\u0000-\u001f:]/.test(name) || name.split('/').includes('.')) throw new ZipTrouble(leadsOut(name));
}

const leadsOut = (name: string): string =>
  `It holds a file named “${shown(name)}”, which leads out of its folder.`;

// biome-ignore lint/suspicious/noControlCharactersInRegex: made visible before anybody reads it
const shown = (name: string): string => name.replace(/[\u0000-\u001f\u007f-\u009f]/g, '?').slice(0, 80);

/** The library's words as ours; an error of the system's stays what it is. */
function troubleOf(error: unknown): unknown {
  // A bug of ours is no damage of theirs.
  if (!(error instanceof Error) || error instanceof ZipTrouble || error instanceof TypeError) return error;
  const said = error.message;
  const name = /^(?:absolute path|invalid relative path|invalid characters in fileName): (.*)$/s.exec(
    said,
  )?.[1];
  if (name !== undefined) return new ZipTrouble(leadsOut(name));
  if (said.startsWith('too many bytes')) return new ZipTrouble('A file in it unpacks to more than it says.');
  if (said.startsWith('not enough bytes')) return new ZipTrouble('A file in it is cut off.');
  if (said.toLowerCase().startsWith('end of central directory record signature not found'))
    return new ZipTrouble('It is no zip, or its end is missing.');
  const code = 'code' in error ? String(error.code) : '';
  return code === '' || code.startsWith('Z_') ? new ZipTrouble('It is damaged.') : error;
}
