/** One's complement sum of 16-bit words (RFC 1071), 0 for what carries a right checksum. */
export function onesComplementSum(...pieces: readonly Uint8Array[]): number {
  const bytes = Buffer.concat(pieces);
  let total = 0;
  for (let at = 0; at < bytes.length; at += 2) total += (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
  while (total > 0xffff) total = (total & 0xffff) + (total >>> 16);
  return ~total & 0xffff;
}
