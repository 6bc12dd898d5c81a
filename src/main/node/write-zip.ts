import { createHash } from 'node:crypto';
import yazl from 'yazl';

export interface ZipEntry {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * A zip in memory. Every entry carries the same time, so that equal entries give equal bytes.
 *
 * @throws the signal's reason once it is aborted
 */
export async function makeZip(
  entries: readonly ZipEntry[],
  modifiedAt: Date,
  signal?: AbortSignal,
): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  for (const { name, bytes } of entries)
    zip.addBuffer(Buffer.from(bytes), name, { mtime: modifiedAt, mode: 0o100644 });
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) {
    signal?.throwIfAborted();
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
