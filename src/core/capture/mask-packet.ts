import { readIcmpError } from './icmp-error.ts';

/**
 * Gives the address that stands for one, as four bytes (IPv4) or sixteen (IPv6); null leaves it as it is.
 *
 * @param address the bytes as they are in the packet
 */
export type AddressMask = (address: Uint8Array) => Uint8Array | null;

const FRAGMENT = 44;
const AUTHENTICATION = 51;
const TCP = 6;
/** Headers that only pad, route or say where to (RFC 8200 section 4, RFC 6275, RFC 7401, RFC 5533). */
const EXTENSIONS = new Set([0, 43, 60, 135, 139, 140]);
const TCP_CHECKSUM = 16;

/** Options of TCP that name no one and that the reading of resets needs: MSS, window scale, SACK, timestamps. */
const KEPT_OPTIONS = new Set([2, 3, 4, 5, 8]);

/**
 * The headers of a TCP packet from its IP header on, with other addresses and without what names a machine: options of
 * IP, what extension headers carry, options of TCP such as those of MPTCP, which hold addresses. Lengths, numbers, times
 * and TTLs stay, so that it is read as before. Checksums are changed by what changed (RFC 1624, equation 3): one that
 * was right, with the payload that is no longer there, is right afterwards, and a wrong one stays as wrong.
 *
 * @param headers from the first byte of the IP header to the end of the captured TCP options; it is not changed
 * @returns null when there is no TCP header behind it
 */
export function maskPacket(headers: Uint8Array, mask: AddressMask): Uint8Array | null {
  const bytes = new Uint8Array(headers);
  const version = (bytes[0] ?? 0) >> 4;
  const at = version === 4 ? maskVersion4(bytes) : version === 6 ? maskVersion6(bytes) : -1;
  if (at < 0 || at + 4 > bytes.length) return null;
  const checksumAt = at + TCP_CHECKSUM;
  const { addresses } = maskAddresses(bytes, 0, mask);
  if (checksumAt + 2 <= bytes.length) {
    neutraliseOptions(bytes, at);
    amend(bytes, checksumAt, headers.subarray(at), bytes.subarray(at));
    amend(bytes, checksumAt, headers.subarray(...addresses), bytes.subarray(...addresses));
  }
  if (version === 4) amendHeader(bytes, 0, headers);
  return bytes;
}

/**
 * An ICMP error about a TCP packet, up to the ports and the sequence number it quotes, with other addresses around and
 * inside. The MTU it names and its TTL stay; checksums are changed by what changed, as of {@link maskPacket}.
 *
 * @param message from the first byte of the outer IP header; it is not changed
 * @returns null when it is none, or quotes an address of this side that the mask does not know: it would stay readable
 */
export function maskIcmpError(message: Uint8Array, mask: AddressMask): Uint8Array | null {
  const found = readIcmpError(message, 0, message.length);
  if (found === null) return null;
  const { icmpAt, quotedAt } = found;
  const before = message.subarray(0, found.end);
  const bytes = new Uint8Array(before);
  const version = (bytes[0] as number) >> 4;
  if (version === 4) bytes.fill(1, 20, icmpAt);
  const { addresses } = maskAddresses(bytes, 0, mask);
  if (maskAddresses(bytes, quotedAt, mask).masked !== 1) return null;
  if ((bytes[quotedAt] as number) >> 4 === 4) {
    bytes.fill(1, quotedAt + 20, found.transportAt);
    amendHeader(bytes, quotedAt, before);
  }
  // Redirects alone tell an address in their own header (RFC 792).
  if (version === 4 && bytes[icmpAt] === 5) maskAt(bytes, icmpAt + 4, 4, mask);
  const checksumAt = icmpAt + 2;
  amend(bytes, checksumAt, before.subarray(quotedAt - 4), bytes.subarray(quotedAt - 4));
  if (version === 4) amendHeader(bytes, 0, before);
  // Of ICMPv6 it covers the addresses too (RFC 4443 section 2.3).
  else amend(bytes, checksumAt, before.subarray(...addresses), bytes.subarray(...addresses));
  return bytes;
}

/** Exchanges the addresses of the IP header at `at`. @returns where they are, and how many were exchanged */
function maskAddresses(
  bytes: Uint8Array,
  at: number,
  mask: AddressMask,
): { readonly addresses: [number, number]; readonly masked: number } {
  const [offset, length] = (bytes[at] as number) >> 4 === 4 ? [12, 4] : [8, 16];
  const first = at + offset;
  const masked = [first, first + length].filter((place) => maskAt(bytes, place, length, mask)).length;
  return { addresses: [first, first + 2 * length], masked };
}

function maskAt(bytes: Uint8Array, at: number, length: number, mask: AddressMask): boolean {
  const other = mask(bytes.subarray(at, at + length));
  if (other !== null) bytes.set(other, at);
  return other !== null;
}

/** Changes the checksum at `at` by what changed in the words it covers; where it is one of them, before it is amended. */
function amend(bytes: Uint8Array, at: number, before: Uint8Array, after: Uint8Array): void {
  const fixed = adjust((bytes[at] as number) * 256 + (bytes[at + 1] as number), before, after);
  bytes[at] = fixed >> 8;
  bytes[at + 1] = fixed & 0xff;
}

/** The checksum of the IPv4 header at `at`, which covers that header alone. */
function amendHeader(bytes: Uint8Array, at: number, before: Uint8Array): void {
  const end = at + ((bytes[at] as number) & 15) * 4;
  amend(bytes, at + 10, before.subarray(at, end), bytes.subarray(at, end));
}

/** A checksum after the words it covers were changed; RFC 1624, equation 3. Both have an even length. */
function adjust(checksum: number, before: Uint8Array, after: Uint8Array): number {
  let sum = ~checksum & 0xffff;
  for (let at = 0; at + 1 < before.length; at += 2) {
    const old = ((before[at] as number) << 8) | (before[at + 1] as number);
    const now = ((after[at] as number) << 8) | (after[at + 1] as number);
    if (old === now) continue;
    sum += (~old & 0xffff) + now;
  }
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}

/** @returns where the TCP header begins, -1 without one. Options of IPv4 become "no operation" (RFC 791: type 1). */
function maskVersion4(bytes: Uint8Array): number {
  const headerLength = ((bytes[0] as number) & 15) * 4;
  if (headerLength < 20 || bytes.length < headerLength) return -1;
  bytes.fill(1, 20, headerLength);
  return bytes[9] === TCP ? headerLength : -1;
}

/** Extension headers keep their length and what follows; fragments keep their place in the whole. */
function maskVersion6(bytes: Uint8Array): number {
  let [protocol, at] = [bytes[6] ?? 0, 40];
  for (let depth = 0; depth < 16; depth += 1) {
    if (protocol === TCP) return at;
    if (at + 8 > bytes.length) return -1;
    const next = bytes[at] as number;
    const length =
      protocol === FRAGMENT
        ? 8
        : protocol === AUTHENTICATION
          ? ((bytes[at + 1] as number) + 2) * 4
          : EXTENSIONS.has(protocol)
            ? ((bytes[at + 1] as number) + 1) * 8
            : -1;
    if (length < 0) return -1;
    // Zeros are padding of one byte each (RFC 8200 section 4.2), and a routing header that is through.
    if (protocol !== FRAGMENT) bytes.fill(0, at + 2, Math.min(at + length, bytes.length));
    protocol = next;
    at += length;
  }
  return -1;
}

/** Options that are not kept become "no operation" (RFC 9293 section 3.1: kind 1), as long as they were. */
function neutraliseOptions(bytes: Uint8Array, tcpAt: number): void {
  const end = Math.min(bytes.length, tcpAt + ((bytes[tcpAt + 12] as number) >> 4) * 4);
  let at = tcpAt + 20;
  while (at < end) {
    const kind = bytes[at] as number;
    if (kind === 0) {
      bytes.fill(0, at, end);
      return;
    }
    if (kind === 1) {
      at += 1;
      continue;
    }
    const length = bytes[at + 1] ?? 0;
    const whole = length >= 2 && at + length <= end;
    if (!whole || !KEPT_OPTIONS.has(kind)) bytes.fill(1, at, whole ? at + length : end);
    at = whole ? at + length : end;
  }
}
