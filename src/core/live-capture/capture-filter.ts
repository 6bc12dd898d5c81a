/** Headers with every option fit, nearly all payload stays out: 14 + 60 + 60 bytes, and room for tunnels and VLANs. */
export const SNAP_LENGTH = 160;

/** Destination unreachable (3, with "fragmentation needed") and time exceeded (11): routers send them, not the target. */
const ICMP_MESSAGES = 'icmp[0] = 3 or icmp[0] = 11';
/** Unreachable (1), packet too big (2), time exceeded (3); the type stands behind the fixed 40-byte header. */
const ICMP6_MESSAGES = 'icmp6 and (ip6[40] = 1 or ip6[40] = 2 or ip6[40] = 3)';

/**
 * The filter in the language of libpcap: everything from and to these addresses, which is what the article's
 * command catches, and the path-MTU messages it loses. `and` and `or` bind equally there, hence the brackets.
 *
 * @param addresses canonical texts the caller made from parsed addresses
 */
export function captureFilter(addresses: readonly string[]): string {
  const hosts = addresses.map((address) => `host ${address}`).join(' or ');
  return `(${hosts}) or (${ICMP_MESSAGES}) or (${ICMP6_MESSAGES})`;
}
