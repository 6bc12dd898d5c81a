import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Analysis } from '../contract/analysis.ts';
import { verdictWeightsSchema } from '../contract/verdict-weights.ts';
import { type AddressRange, parseRange } from '../core/capture/address.ts';
import { analyseCapture, type SessionSelection } from '../core/capture/analyse.ts';
import { type CaptureFileResult, createCaptureReader } from '../core/capture/capture-reader.ts';
import { createSessionTracker, type SessionTracker } from '../core/capture/session-tracker.ts';

export const REPOSITORY = join(import.meta.dirname, '..', '..');
export const FIXTURES = join(REPOSITORY, 'e2e', 'fixtures', 'captures');

const weights = verdictWeightsSchema.parse(
  JSON.parse(readFileSync(join(REPOSITORY, 'resources', 'verdict-weights.json'), 'utf8')),
);
const ranges = (...texts: string[]): AddressRange[] => texts.flatMap((text) => parseRange(text) ?? []);
export const TARGETS = ranges('104.192.141.0/24', '2401:1d80:1010::/48');
export const CONTROL = ranges('18.205.93.0/32', '18.205.93.1/32', '18.205.93.2/32');

/** Reads bytes in pieces of the given sizes (cycling), as a pipe would deliver them. */
export function readBytes(
  bytes: Uint8Array,
  sizes: readonly number[] = [65_536],
  mostKept?: number,
): { tracker: SessionTracker; result: CaptureFileResult } {
  const tracker = createSessionTracker({ anycast: TARGETS, control: CONTROL }, mostKept);
  const reader = createCaptureReader(tracker);
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = Math.max(1, sizes[turn % sizes.length] ?? 1);
    reader.push(bytes.subarray(at, at + size));
    at += size;
  }
  return { tracker, result: reader.end() };
}

/** The whole way from file bytes to document; throws when the bytes are no capture. */
export function analyseBytes(
  bytes: Uint8Array,
  selection: SessionSelection = 'all',
  sizes?: readonly number[],
  mostKept?: number,
): Analysis {
  const { tracker, result } = readBytes(bytes, sizes, mostKept);
  if (!result.ok) throw new Error(result.message);
  return analyseTracked(tracker, result, selection);
}

/** The document of what was read already. */
export const analyseTracked = (
  tracker: SessionTracker,
  result: CaptureFileResult & { readonly ok: true },
  selection: SessionSelection,
): Analysis =>
  analyseCapture({
    tracker,
    files: [{ name: 'test.pcap', summary: result.summary }],
    targets: TARGETS,
    control: CONTROL,
    weights,
    selection,
  });
