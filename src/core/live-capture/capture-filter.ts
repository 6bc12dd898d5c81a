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

/** Where source and target stand behind Ethernet (14), PPPoE (6) and its protocol number (2; RFC 2516, section 4). */
const placesInPppoe = (address: string): number[] => (address.includes(':') ? [30, 46] : [34, 38]);

/**
 * The same on one Ethernet interface that may be a trunk: also inside 802.1Q tags, PPPoE, and PPPoE in a tag. The word
 * `vlan` moves everything that follows it, so it comes last, and `pppoes` before it would forbid it (pcap-filter(7)):
 * plain PPPoE is told by its bytes. `any` needs none of this: the tagged or dialled interface shows the packet as it is.
 */
export function trunkFilter(addresses: readonly string[]): string {
  const plain = captureFilter(addresses);
  const inPppoe = addresses.flatMap((address) =>
    placesInPppoe(address).map((at) =>
      wordsOf(address)
        .map((word, index) => `ether[${at + 4 * index}:4] = ${word}`)
        .join(' and '),
    ),
  );
  const dialled = `ether proto 0x8864 and (${inPppoe.map((condition) => `(${condition})`).join(' or ')})`;
  return `${plain} or (${dialled}) or (vlan and (${plain} or (pppoes and (${plain}))))`;
}

/** A canonical address in words of four bytes, as the filter's language writes numbers. */
function wordsOf(address: string): string[] {
  const [before = [], after = []] = address.split('::').map((half) => half.split(':').filter(Boolean));
  const groups = [...before, ...Array<string>(8 - before.length - after.length).fill('0'), ...after];
  const digits = address.includes(':')
    ? groups.map((group) => group.padStart(4, '0'))
    : address.split('.').map((byte) => Number(byte).toString(16).padStart(2, '0'));
  return (digits.join('').match(/.{8}/g) ?? []).map((word) => `0x${word}`);
}
