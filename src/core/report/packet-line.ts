import { formatAddress } from '../capture/address.ts';
import { readIcmpError } from '../capture/icmp-error.ts';
import { locateNetworkLayer } from '../capture/link-layer.ts';
import { decodeNetworkLayer } from '../capture/network-layer.ts';
import { createPacketFields, flagsText, type PacketFields } from '../capture/packet-fields.ts';
import { formatInstant } from '../instant.ts';
import { endpointText } from './judged-reset.ts';

/**
 * One packet as a line, read from the bytes that leave: time in UTC, endpoints, flags as tcpdump writes them, numbers as
 * they are on the wire, lengths in bytes.
 *
 * @param record the frame as it is in the file; `wireLength` what it was on the wire
 */
export function packetLine(
  record: Uint8Array,
  wireLength: number,
  linkType: number,
  seconds: number,
  nanoseconds: number,
): string {
  const begin = `${formatInstant(seconds, nanoseconds, 6).slice(11)} `;
  const end = `${record.length} of ${wireLength} bytes`;
  const at = locateNetworkLayer(linkType, record, 0, record.length);
  if (at < 0) return `${begin}no IP header, ${end}`;
  const packet = fieldsAt(record, at, wireLength);
  const error = readIcmpError(record, at, record.length);
  if (error !== null) {
    const [type, code] = record.subarray(error.icmpAt);
    const says = packet.tooBigMtu > 0 ? `MTU ${packet.tooBigMtu}` : `type ${type} code ${code}`;
    const about = fieldsAt(record, error.quotedAt, wireLength);
    return `${begin}${addressesText(packet)} ICMP ${says}, about ${addressesText(about)}, ${end}`;
  }
  if (!packet.hasFlags) return `${begin}${addressesText(packet)} ${end}`;
  const { flags, sequence, acknowledgement, ttl, payloadLength } = packet;
  const numbers = `seq ${sequence >>> 0} ack ${acknowledgement >>> 0} ttl ${ttl} payload ${payloadLength}`;
  return `${begin}${addressesText(packet)} [${flagsText(flags)}] ${numbers}, ${end}`;
}

function fieldsAt(bytes: Uint8Array, at: number, wireLength: number): PacketFields {
  const fields = createPacketFields();
  fields.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  decodeNetworkLayer(fields, bytes, at, bytes.length, wireLength);
  return fields;
}

function addressesText({ family, source, destination, hasPorts, sourcePort, destinationPort }: PacketFields) {
  const [from, to] = [formatAddress(family, source), formatAddress(family, destination)];
  if (!hasPorts) return `${from} > ${to}`;
  return `${endpointText({ address: from, port: sourcePort })} > ${endpointText({ address: to, port: destinationPort })}`;
}
