import { readIcmpError } from '../../../src/core/capture/icmp-error.ts';
import { locateNetworkLayer } from '../../../src/core/capture/link-layer.ts';
import { maskIcmpError, maskPacket } from '../../../src/core/capture/mask-packet.ts';
import { DECODED, decodeNetworkLayer } from '../../../src/core/capture/network-layer.ts';
import { createPacketFields } from '../../../src/core/capture/packet-fields.ts';
import { optionsFingerprint } from '../../../src/core/capture/tcp-options.ts';
import { frame, ipPacket, type LinkKind, SYN_OPTIONS } from '../../../src/test-support/build-capture.ts';
import { CAPTURE_WORDS, FUZZED_LINK_TYPES } from '../capture-inputs.ts';
import { type FuzzTarget, promise, promiseSame } from '../fuzz-target.ts';

/** What stands around a packet in the reader's buffer: other packets, about which nothing may be read. */
const AROUND = 96;

interface Decoded {
  readonly network: number;
  readonly outcome: number | null;
  readonly fields: Record<string, unknown>;
  readonly options: string;
  readonly icmp: unknown;
}

function decode(linkType: number, packet: Uint8Array, beyond: number, filler: number): Decoded {
  const bytes = new Uint8Array(packet.length + 2 * AROUND).fill(filler);
  bytes.set(packet, AROUND);
  const end = AROUND + packet.length;
  const network = locateNetworkLayer(linkType, bytes, AROUND, end);
  const { view: _, ...blank } = createPacketFields();
  if (network < 0) return { network, outcome: null, fields: blank, options: '', icmp: null };
  promise(network >= AROUND && network <= end, 'the IP header lies in the packet');
  const fields = createPacketFields();
  fields.view = new DataView(bytes.buffer);
  const outcome = decodeNetworkLayer(fields, bytes, network, end, end + beyond);
  if (fields.hasFlags) {
    promise(
      fields.optionsAt + fields.optionsLength <= Math.max(end, fields.optionsAt),
      'options are captured',
    );
    promise(fields.payloadLength >= 0, 'there is no payload of less than nothing');
  }
  const { view: __, ...told } = fields;
  const options = fields.hasFlags ? optionsFingerprint(bytes, fields.optionsAt, fields.optionsLength) : '';
  return { network, outcome, fields: told, options, icmp: readIcmpError(bytes, network, end) };
}

const mask = (address: Uint8Array): Uint8Array | null =>
  address[0] === 104 || address[0] === 0x24 ? null : address.map((byte) => byte ^ 0x5a);

/** One frame: link layer, network layer, transport, options, and the same again masked for a report. */
export const target: FuzzTarget = {
  name: 'frames',
  mostBytes: 400,
  seeds() {
    const packets = [
      ipPacket({ at: 0, from: 'client', flags: 'S', seq: 7, options: SYN_OPTIONS }),
      ipPacket({ at: 0, from: 'server', flags: 'R', seq: 7 }),
    ];
    const links: readonly LinkKind[] = [
      ...([
        'ethernet',
        'vlan',
        'qinq',
        'sll',
        'sll2',
        'raw',
        'null',
        'loop',
        'pppoe',
        'mpls',
        'snap',
      ] as const),
      'ppp',
    ];
    const types = { sll: 113, sll2: 276, raw: 101, null: 0, loop: 108, ppp: 9 } as const;
    return links.flatMap((link) =>
      packets.map((packet) => {
        const linkType = link in types ? types[link as keyof typeof types] : 1;
        return Buffer.concat([Uint8Array.of(FUZZED_LINK_TYPES.indexOf(linkType), 0), frame(packet, link)]);
      }),
    );
  },
  dictionary: CAPTURE_WORDS,
  run(input) {
    const linkType = FUZZED_LINK_TYPES[(input[0] ?? 0) % FUZZED_LINK_TYPES.length] as number;
    const packet = input.subarray(2);
    const found = decode(linkType, packet, input[1] ?? 0, 0);
    for (const filler of [0xff, 0x45, 0x06])
      promiseSame(
        decode(linkType, packet, input[1] ?? 0, filler),
        found,
        'nothing beside a packet changes what it is',
      );
    if (found.network < 0 || found.outcome !== DECODED) return;
    const whole = packet.subarray(found.network - AROUND);
    const before = Uint8Array.from(whole);
    const masked = maskPacket(whole, mask);
    maskIcmpError(whole, mask);
    promiseSame([...whole], [...before], 'masking leaves the original as it is');
    if (masked === null) return;
    promise(masked.length === whole.length, 'masking changes no length');
    const again = decode(101, masked, input[1] ?? 0, 0);
    const { source: _, destination: __, addressFamily: ___, optionsAt: ____, ...kept } = again.fields;
    const { source: _s, destination: _d, addressFamily: _a, optionsAt: _o, ...wanted } = found.fields;
    promiseSame(kept, wanted, 'a masked packet is read as the packet was');
  },
};
