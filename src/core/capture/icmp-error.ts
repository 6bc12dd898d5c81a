import { type AddressRange, rangeContains } from './address.ts';

/** Errors that quote the packet they are about: RFC 792 (types 3, 4, 5, 11, 12) and RFC 4443 (types 1 to 4). */
const ERRORS_4: ReadonlySet<number> = new Set([3, 4, 5, 11, 12]);
const ERRORS_6: ReadonlySet<number> = new Set([1, 2, 3, 4]);

/** Bytes of the quoted packet behind its IP header that every error carries (RFC 792): ports and sequence of TCP. */
const QUOTED_BYTES = 8;

export interface IcmpError {
  /** Where the ICMP header begins, the IP header it quotes, and what is quoted behind that one. */
  readonly icmpAt: number;
  readonly quotedAt: number;
  readonly transportAt: number;
  /** Behind the last byte to read: the quoted headers, as far as they were captured. */
  readonly end: number;
}

/**
 * Finds the TCP packet an ICMP error is about. Messages with extension headers of IPv6, around or inside, are not read.
 *
 * @param at offset of the outer IP header, `end` of what was captured
 * @returns null for anything else
 */
export function readIcmpError(bytes: Uint8Array, at: number, end: number): IcmpError | null {
  const outer = behindHeader(bytes, at, end);
  if (outer === null) return null;
  const isKnown = outer.protocol === 1 ? ERRORS_4 : outer.protocol === 58 ? ERRORS_6 : null;
  const icmpAt = outer.at;
  const quotedAt = icmpAt + 8;
  if (isKnown === null || quotedAt > end || !isKnown.has(bytes[icmpAt] as number)) return null;
  const quoted = behindHeader(bytes, quotedAt, end);
  if (quoted?.protocol !== 6) return null;
  return { icmpAt, quotedAt, transportAt: quoted.at, end: Math.min(end, quoted.at + QUOTED_BYTES) };
}

/** Whether the quoted packet goes to one of the addresses, or comes from one. */
export function quotesAddressOf(
  { quotedAt }: IcmpError,
  bytes: Uint8Array,
  ranges: readonly AddressRange[],
): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const family = (bytes[quotedAt] as number) >> 4;
  const [first, words] = family === 4 ? [quotedAt + 12, 1] : [quotedAt + 8, 4];
  return [first, first + 4 * words].some((at) => {
    const address = new Int32Array(4);
    for (let word = 0; word < words; word += 1) address[4 - words + word] = view.getInt32(at + 4 * word);
    return ranges.some((range) => rangeContains(range, family, address));
  });
}

/** What follows an IP header, and where; null for a header that is cut, or of a later fragment. */
function behindHeader(
  bytes: Uint8Array,
  at: number,
  end: number,
): { readonly protocol: number; readonly at: number } | null {
  if (at + 20 > end) return null;
  const version = (bytes[at] as number) >> 4;
  if (version === 6) return at + 40 > end ? null : { protocol: bytes[at + 6] as number, at: at + 40 };
  const length = ((bytes[at] as number) & 15) * 4;
  const offset = (((bytes[at + 6] as number) & 0x1f) << 8) | (bytes[at + 7] as number);
  if (version !== 4 || length < 20 || at + length > end || offset !== 0) return null;
  return { protocol: bytes[at + 9] as number, at: at + length };
}
