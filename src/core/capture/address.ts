import ipaddr from 'ipaddr.js';

/** An address as four signed 32-bit words, most significant first; IPv4 uses only the last. */
export type AddressWords = readonly [number, number, number, number] | Int32Array;

/** Texts of IPv4 addresses made before: thousands of sessions have few ends. */
const texts = new Map<number, string>();
const MOST_TEXTS = 1024;

function dottedQuad(word: number): string {
  const known = texts.get(word);
  if (known !== undefined) return known;
  if (texts.size === MOST_TEXTS) texts.clear();
  const text = `${word >>> 24}.${(word >>> 16) & 0xff}.${(word >>> 8) & 0xff}.${word & 0xff}`;
  texts.set(word, text);
  return text;
}

/** Canonical text: dotted quad, or RFC 5952 for IPv6. `from` is where the address begins among the words. */
export function formatAddress(family: number, words: AddressWords, from = 0): string {
  if (family === 4) return dottedQuad(words[from + 3] as number);
  const groups: number[] = [];
  for (let index = 0; index < 4; index += 1) {
    const word = words[from + index] as number;
    groups.push((word >>> 16) & 0xffff, word & 0xffff);
  }
  return new ipaddr.IPv6(groups).toRFC5952String();
}

/** A range of addresses: family 4 or 6, network words, prefix length in bits. */
export interface AddressRange {
  readonly family: 4 | 6;
  readonly words: readonly [number, number, number, number];
  readonly prefixLength: number;
  /** Canonical CIDR text. */
  readonly text: string;
}

/**
 * Parses `104.192.141.0/24`, `104.192.141.1`, `2401:1d80:1010::/48`.
 * @returns null when the text is no address and no range.
 */
export function parseRange(text: string): AddressRange | null {
  const trimmed = text.trim().replace(/^\[|\]$/g, '');
  const [addressPart, lengthPart, ...rest] = trimmed.split('/');
  if (!addressPart || rest.length > 0) return null;
  if (!ipaddr.isValid(addressPart)) return null;
  if (/^[\d.]+$/.test(addressPart) && !ipaddr.IPv4.isValidFourPartDecimal(addressPart)) return null;
  const parsed = ipaddr.process(addressPart);
  const family = parsed.kind() === 'ipv4' ? 4 : 6;
  const bits = family === 4 ? 32 : 128;
  const prefixLength =
    lengthPart === undefined ? bits : /^\d{1,3}$/.test(lengthPart) ? Number(lengthPart) : -1;
  if (prefixLength < 0 || prefixLength > bits) return null;
  const bytes = parsed.toByteArray();
  const words: [number, number, number, number] = [0, 0, 0, 0];
  bytes.forEach((byte, index) => {
    const position = family === 4 ? index + 12 : index;
    const slot = position >> 2;
    words[slot as 0] = (words[slot as 0] << 8) | byte;
  });
  const masked = words.map((word, slot) => word & wordMask(slot, family, prefixLength)) as [
    number,
    number,
    number,
    number,
  ];
  return { family, words: masked, prefixLength, text: `${formatAddress(family, masked)}/${prefixLength}` };
}

/** Mask of one of the four words for a prefix; for IPv4 the prefix counts from the last word. */
function wordMask(slot: number, family: 4 | 6, prefixLength: number): number {
  const bitsBefore = family === 4 ? (slot - 3) * 32 : slot * 32;
  const bits = Math.min(32, Math.max(0, prefixLength - bitsBefore));
  if (family === 4 && slot < 3) return 0;
  return bits === 0 ? 0 : bits === 32 ? -1 : -1 << (32 - bits);
}

export function rangeContains(range: AddressRange, family: number, words: AddressWords): boolean {
  if (range.family !== family) return false;
  for (let slot = 0; slot < 4; slot += 1) {
    const mask = wordMask(slot, range.family, range.prefixLength);
    if (((words[slot] as number) & mask) !== (range.words[slot as 0] & mask)) return false;
  }
  return true;
}
