import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { analysisAsText } from '../../../src/cli/analysis-text.ts';
import { analysisSchema } from '../../../src/contract/analysis.ts';
import { analyseTracked, FIXTURES, readBytes } from '../../../src/test-support/analyse-bytes.ts';
import { LINK_TYPES, type LinkKind, pcapFile, pcapngFile } from '../../../src/test-support/build-capture.ts';
import { CAPTURE_WORDS, resetSession } from '../capture-inputs.ts';
import { fingerprintOf } from '../draw.ts';
import { type FuzzTarget, promise, promiseSame } from '../fuzz-target.ts';
import { PLAIN } from '../plain-terminal.ts';

const SESSION = resetSession();
const recording = (name: string, bytes: number): Uint8Array =>
  readFileSync(join(FIXTURES, name)).subarray(0, bytes);

/** Fewest bytes of a packet with what stands around it: a record header of pcap, a simple packet block of pcapng. */
const LEAST_PACKET_BYTES = 16;

/** Files as a user opens them: read whole, in pieces, and up to where the damage is said to be. */
export const target: FuzzTarget = {
  name: 'captures',
  mostBytes: 6000,
  seeds: () => [
    ...(Object.keys(LINK_TYPES) as LinkKind[]).map((link) => pcapFile(SESSION, { link })),
    pcapFile(SESSION, { bigEndian: true, nanoseconds: true }),
    pcapFile(SESSION, { snapLength: 60 }),
    pcapngFile(SESSION),
    pcapngFile(SESSION, { bigEndian: true, link: 'sll2' }),
    recording('alternate-split.pcapng', 3000),
    recording('idle-firewall.pcap', 3000),
    recording('path-mtu-black-hole.pcap', 3000),
  ],
  dictionary: CAPTURE_WORDS,
  run(input) {
    const { tracker, result } = readBytes(input);
    promise(tracker.counts.packets <= input.length / LEAST_PACKET_BYTES, 'packets were invented');
    const mark = fingerprintOf(input);
    const sizes = [1 + (mark & 15), 1 + ((mark >>> 4) & 63), 1 + ((mark >>> 10) & 1023)];
    const pieces = readBytes(input, sizes);
    promiseSame(pieces.result, result, 'how the bytes arrive changes what the file is');
    promiseSame(pieces.tracker.counts, tracker.counts, 'how the bytes arrive changes what is counted');
    if (!result.ok) {
      promise(result.message.length > 10, 'a file that is none gets a sentence');
      return;
    }
    const { damage, packets } = result.summary;
    promise(packets === tracker.counts.packets, 'reader and tracker count the same packets');
    const analysis = analysisSchema.parse(analyseTracked(tracker, result, 'all'));
    promiseSame(
      analyseTracked(pieces.tracker, result, 'all'),
      analysis,
      'how the bytes arrive changes what is found',
    );
    const text = analysisAsText(analysis, PLAIN);
    promise(!/undefined|NaN|Infinity|Invalid Date/.test(text), 'the text says what nobody can read');
    if (damage === null) return;
    promise(damage.atByte >= 0 && damage.atByte <= input.length, 'damage lies in the file');
    const before = readBytes(input.subarray(0, damage.atByte)).result;
    if (!before.ok) {
      promise(packets === 0, 'what lies before the damage is a capture by itself');
      return;
    }
    promise(
      before.summary.packets === packets,
      'every packet before the damage, and none behind it, is read',
    );
    promise(before.summary.damage === null, 'the first damage is the one that is told');
  },
};
