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
  const bytes = headers.slice();
  const version = (bytes[0] ?? 0) >> 4;
  const at = version === 4 ? maskVersion4(bytes) : version === 6 ? maskVersion6(bytes) : -1;
  if (at < 0 || at + 4 > bytes.length) return null;
  const checksumAt = at + TCP_CHECKSUM;
  const [sourceAt, length] = version === 4 ? [12, 4] : [8, 16];
  const before = { addresses: bytes.slice(sourceAt, sourceAt + 2 * length), header: bytes.slice(at) };
  for (const place of [sourceAt, sourceAt + length]) {
    const other = mask(bytes.subarray(place, place + length));
    if (other !== null) bytes.set(other, place);
  }
  if (checksumAt + 2 <= bytes.length) {
    neutraliseOptions(bytes, at);
    const sum = (bytes[checksumAt] as number) * 256 + (bytes[checksumAt + 1] as number);
    const afterAddresses = adjust(sum, before.addresses, bytes.subarray(sourceAt, sourceAt + 2 * length));
    const fixed = adjust(afterAddresses, before.header, bytes.subarray(at));
    bytes[checksumAt] = fixed >> 8;
    bytes[checksumAt + 1] = fixed & 0xff;
  }
  if (version === 4) {
    const header = bytes.subarray(0, ((bytes[0] as number) & 15) * 4);
    const fixed = adjust(
      (headers[10] as number) * 256 + (headers[11] as number),
      headers.subarray(0, header.length),
      header,
    );
    bytes[10] = fixed >> 8;
    bytes[11] = fixed & 0xff;
  }
  return bytes;
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
