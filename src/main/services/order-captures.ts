import { statSync } from 'node:fs';
import { type CaptureReader, createCaptureReader } from '../../core/capture/capture-reader.ts';
import { readCaptureFile } from '../node/read-capture-file.ts';

/**
 * The files of one case by their first packets: a ring of files comes from a folder in the order of its names, and read
 * out of order a session's end would come before its beginning. Where one of them cannot be looked into beforehand (a
 * pipe, no capture, no packet with a time), all stay as they were given.
 */
export async function orderCaptures(paths: readonly string[]): Promise<readonly string[]> {
  if (paths.length < 2 || !paths.every(isPlainFile)) return paths;
  const known: { readonly path: string; readonly at: number }[] = [];
  for (const path of paths) {
    const at = await firstPacketAt(path);
    if (at === null) return paths;
    known.push({ path, at });
  }
  return known.sort((one, other) => one.at - other.at).map(({ path }) => path);
}

function isPlainFile(path: string): boolean {
  return path !== '-' && (statSync(path, { throwIfNoEntry: false })?.isFile() ?? false);
}

/** @returns seconds since 1970, exact to a microsecond; null when there is none */
async function firstPacketAt(path: string): Promise<number | null> {
  let first: number | null = null;
  const reader = createCaptureReader({
    packet(_bytes, _at, _end, _wireEnd, _linkType, seconds, nanoseconds) {
      if (seconds > 0) first ??= seconds + nanoseconds / 1e9;
    },
  });
  const untilThen: CaptureReader = {
    ...reader,
    get packets() {
      return reader.packets;
    },
    get stopped() {
      return first !== null || reader.stopped;
    },
  };
  const read = await readCaptureFile(path, untilThen);
  return read.ok ? first : null;
}
