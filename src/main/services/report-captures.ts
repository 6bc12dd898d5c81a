import type { Playbook } from '../../contract/playbook.ts';
import { fail, type Result, succeed } from '../../contract/problem.ts';
import type { CaptureChoice } from '../../contract/report.ts';
import { parseRange } from '../../core/capture/address.ts';
import type { PacketSink } from '../../core/capture/container-state.ts';
import { type IcmpError, quotesAddressOf, readIcmpError } from '../../core/capture/icmp-error.ts';
import { linkTypeName, locateNetworkLayer } from '../../core/capture/link-layer.ts';
import { maskIcmpError, maskPacket } from '../../core/capture/mask-packet.ts';
import { pcapHeader, pcapRecord } from '../../core/capture/pcap-writer.ts';
import { SessionTracker } from '../../core/capture/session-tracker.ts';
import { addressMask } from '../../core/redact/address-mask.ts';
import type { Redactor } from '../../core/redact/redactor.ts';
import { packetLine } from '../../core/report/packet-line.ts';
import { orderCaptures } from './order-captures.ts';
import { readCaptures } from './read-captures.ts';

export interface CaptureOrder {
  readonly paths: readonly string[];
  readonly choice: Exclude<CaptureChoice, 'none'>;
  /** Rewrites addresses and drops what else names a machine; null leaves packets as they are. */
  readonly redactor: Redactor | null;
}

export interface ReportCapture {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** What it holds, and its first packets one by one. */
  readonly about: string;
}

/** More than a ticket takes; a zip is made in memory. */
const MOST_BYTES = 200_000_000;
/** Packets that are shown one by one before they leave; enough to see what kind they are. */
const MOST_LISTED = 1_000;
/** A packet that begins with its IP header (libpcap's LINKTYPE_RAW): no hardware address, no name of a process. */
const RAW = 101;

/**
 * The packets of the sessions with the service, and what routers say about them in ICMP, cut behind their headers unless
 * `whole`, in a capture for each kind of link. Masked they are without payload, one capture in any case: what is before the IP header goes.
 */
export async function reportCaptures(
  order: CaptureOrder,
  playbook: Playbook,
): Promise<Result<readonly ReportCapture[]>> {
  if (order.redactor !== null && order.choice === 'whole')
    return fail(
      'usage',
      'Whole packets cannot be masked: what they carry names people and machines in ways nobody can list.',
      'Keep the masks and take the headers alone, or take the masks off.',
    );
  const ranges = {
    anycast: playbook.anycast.ranges.flatMap((text) => parseRange(text) ?? []),
    control: playbook.control.addresses.flatMap((text) => parseRange(text) ?? []),
  };
  const service = [...ranges.anycast, ...ranges.control];
  // Packet by packet, so nothing would be read the short way.
  const tracker = new SessionTracker(ranges, { shortWay: false });
  const mask = order.redactor === null ? null : addressMask(order.redactor);
  const captures = new Map<number, { readonly pieces: Uint8Array[]; readonly lines: string[] }>();
  let size = 0;
  const put = (
    linkType: number,
    kept: Uint8Array,
    wireLength: number,
    seconds: number,
    nanoseconds: number,
  ): void => {
    const record = pcapRecord(kept, wireLength, seconds, nanoseconds);
    size += record.length;
    if (size > MOST_BYTES) return;
    const made = captures.get(linkType) ?? { pieces: [pcapHeader(linkType)], lines: [] };
    captures.set(linkType, made);
    made.pieces.push(record);
    if (made.lines.length < MOST_LISTED)
      made.lines.push(packetLine(kept, wireLength, linkType, seconds, nanoseconds));
  };
  /** What routers say of a session with the service: "too big", "unreachable", "time exceeded". */
  const errorAbout = (bytes: Uint8Array, network: number, end: number): IcmpError | null => {
    const error = readIcmpError(bytes, network, end);
    return error !== null && quotesAddressOf(error, bytes, service) ? error : null;
  };
  const sink: PacketSink = {
    packet(bytes, at, end, wireEnd, linkType, seconds, nanoseconds, point, number) {
      tracker.packet(bytes, at, end, wireEnd, linkType, seconds, nanoseconds, point, number);
      if (size > MOST_BYTES) return;
      const network = locateNetworkLayer(linkType, bytes, at, end);
      const error = tracker.current === null && network >= 0 ? errorAbout(bytes, network, end) : null;
      if (error === null && !(tracker.current?.isTarget ?? false)) return;
      const headersEnd = error?.end ?? Math.min(end, tracker.headersEnd);
      if (mask === null) {
        const kept = bytes.subarray(at, order.choice === 'whole' ? end : headersEnd);
        put(linkType, kept, wireEnd - at, seconds, nanoseconds);
        return;
      }
      if (network < 0) return;
      const headers = bytes.subarray(network, headersEnd);
      const masked = error === null ? maskPacket(headers, mask) : maskIcmpError(headers, mask);
      if (masked !== null) put(RAW, masked, wireEnd - network, seconds, nanoseconds);
    },
  };
  const read = await readCaptures(await orderCaptures(order.paths), (index) => {
    tracker.file = index;
    return sink;
  });
  if (!read.ok) return read;
  if (size > MOST_BYTES)
    return fail(
      'too-large',
      'The sessions with Bitbucket are more than 200 MB, too much for a report.',
      order.choice === 'whole'
        ? 'Take the headers alone, or save the reset sessions on the command line: analyze --save-resets.'
        : 'Save the reset sessions alone on the command line: analyze --save-resets.',
    );
  const kind = mask !== null ? 'masked' : order.choice;
  const says = {
    masked: 'headers alone, private addresses replaced (ip-1 is 240.0.0.1 or 2001:db8::1), no link headers',
    headers: 'headers alone, as they were captured',
    whole: 'whole packets, as they were captured',
  }[kind];
  return succeed(
    [...captures].map(([linkType, { pieces, lines }], index) => {
      const packets = pieces.length - 1;
      const rest = packets - lines.length;
      return {
        name: `capture-${kind}${index === 0 ? '' : `-${index + 1}`}.pcap`,
        bytes: Buffer.concat(pieces),
        about: [
          `${packets} packets of the sessions with Bitbucket (${linkTypeName(linkType)}): ${says}.`,
          ...['', ...lines],
          ...(rest > 0 ? [`... and ${rest} more in the file.`] : []),
        ].join('\n'),
      };
    }),
  );
}
