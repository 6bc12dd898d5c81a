import ipaddr from 'ipaddr.js';
import type { AddressMask } from '../capture/mask-packet.ts';
import type { Redactor } from './redactor.ts';

/**
 * The redactor's placeholders as addresses a packet can hold: `ip-3` is 240.0.0.3, of the block that nobody has (RFC
 * 1112 section 4), or 2001:db8::3, of the one for documents (RFC 3849). What the redactor leaves readable stays.
 */
export function addressMask(redactor: Pick<Redactor, 'text'>): AddressMask {
  const known = new Map<string, Uint8Array | null>();
  return (address) => {
    const text = ipaddr.fromByteArray([...address]).toString();
    const found = known.get(text);
    if (found !== undefined) return found;
    const made = standIn(redactor.text(text), address.length);
    known.set(text, made);
    return made;
  };
}

function standIn(masked: string, length: number): Uint8Array | null {
  const number = Number(/^ip-(\d+)$/.exec(masked)?.[1] ?? 0);
  if (number === 0) return null;
  const bytes = new Uint8Array(length);
  bytes.set(length === 4 ? [240] : [0x20, 0x01, 0x0d, 0xb8]);
  new DataView(bytes.buffer).setUint16(length - 2, number);
  return bytes;
}
