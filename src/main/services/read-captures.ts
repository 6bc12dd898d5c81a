import { basename } from 'node:path';
import { fail, type Result, succeed } from '../../contract/problem.ts';
import { type CaptureFileSummary, createCaptureReader } from '../../core/capture/capture-reader.ts';
import type { PacketSink } from '../../core/capture/container-state.ts';
import { type ReadOptions, readCaptureFile } from '../node/read-capture-file.ts';

export interface ReadCapture {
  readonly name: string;
  readonly summary: CaptureFileSummary;
}

/**
 * Hands every packet of the files, in this order, to the sink for its file (0-based); `-` is standard input. The first
 * file that cannot be read ends it with a problem that names it.
 */
export async function readCaptures(
  paths: readonly string[],
  sinkOf: (index: number) => PacketSink,
  options: ReadOptions = {},
): Promise<Result<readonly ReadCapture[]>> {
  const files: ReadCapture[] = [];
  for (const [index, path] of paths.entries()) {
    const name = path === '-' ? 'standard input' : basename(path);
    const reader = createCaptureReader(sinkOf(index));
    const read = await readCaptureFile(path, reader, options);
    if (!read.ok) return read;
    const ended = reader.end();
    if (!ended.ok)
      return fail(
        ended.kind === 'empty' ? 'empty-file' : 'not-a-capture',
        `${name}: ${ended.message}`,
        'Choose the capture file itself; it usually ends in .pcap or .pcapng.',
      );
    files.push({ name, summary: withCompressionDamage(ended.summary, read.value.compressionDamage) });
  }
  return succeed(files);
}

function withCompressionDamage(summary: CaptureFileSummary, damage: string | null): CaptureFileSummary {
  if (damage === null) return summary;
  const atByte = summary.damage?.atByte ?? summary.bytes;
  const message = `The compressed file breaks off or is damaged (${damage}); every packet before that was read.`;
  return { ...summary, damage: { atByte, kind: 'cut-record', message } };
}
