/**
 * The option kinds of a SYN-ACK in order, with the values that tell servers apart (RFC 9293 section 3.1,
 * RFC 7323): `mss1460,sack,ts,ws7`. Cut or malformed lists end where they stop making sense.
 */
export function optionsFingerprint(bytes: Uint8Array, at: number, length: number): string {
  const parts: string[] = [];
  const end = at + length;
  for (let cursor = at; cursor < end; ) {
    const kind = bytes[cursor] as number;
    if (kind === 0) break;
    if (kind === 1) {
      cursor += 1;
      continue;
    }
    const size = cursor + 1 < end ? (bytes[cursor + 1] as number) : 0;
    if (size < 2 || cursor + size > end) break;
    if (kind === 2 && size === 4)
      parts.push(`mss${((bytes[cursor + 2] as number) << 8) | (bytes[cursor + 3] as number)}`);
    else if (kind === 3 && size === 3) parts.push(`ws${bytes[cursor + 2]}`);
    else if (kind === 4) parts.push('sack');
    else if (kind === 8) parts.push('ts');
    else parts.push(`o${kind}`);
    cursor += size;
  }
  return parts.join(',');
}
