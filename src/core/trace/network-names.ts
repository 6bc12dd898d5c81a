import ipaddr from 'ipaddr.js';
import type { TraceOutput } from '../../contract/diagnose.ts';
import { tracesIn } from './read-outputs.ts';

/** Longest path times a few responders a hop; more would only be asked by a forged trace. */
const MOST_NETWORK_QUESTIONS = 64;

/** Addresses of routers in our own traces that belong to somebody on the Internet: private ones are never asked for. */
export function publicResponders(outputs: readonly TraceOutput[]): readonly string[] {
  const found = tracesIn(outputs.filter(({ isOwn }) => isOwn)).flatMap(({ hops }) =>
    hops.flatMap(({ responders }) =>
      responders.flatMap(({ address, network }) => (address === null || network !== null ? [] : [address])),
    ),
  );
  return [...new Set(found)].filter(isPublic).slice(0, MOST_NETWORK_QUESTIONS);
}

const isPublic = (address: string): boolean =>
  ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';

/**
 * The name to ask for: octets, or for IPv6 nibbles, in reverse (team-cymru.com/community-services/ip-asn-mapping, the part
 * on DNS).
 */
export function networkQuestion(address: string): string {
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv6) {
    const nibbles = parsed.toByteArray().flatMap((byte) => [byte >> 4, byte & 15]);
    return `${nibbles
      .reverse()
      .map((nibble) => nibble.toString(16))
      .join('.')}.origin6.asn.cymru.com`;
  }
  return `${parsed.toByteArray().reverse().join('.')}.origin.asn.cymru.com`;
}

/** `64500 | 192.0.2.0/24 | US | arin | 2001-01-01`; several networks stand side by side, the first is taken. */
export function readNetwork(answer: string): string | null {
  const [, number] = /^"?\s*(\d{1,10})(?:\s+\d{1,10})*\s*\|/.exec(answer) ?? [];
  return number === undefined ? null : `AS${number}`;
}

/** The same outputs with the networks of their responders. */
export const withNetworks = (
  outputs: readonly TraceOutput[],
  networks: Readonly<Record<string, string>>,
): readonly TraceOutput[] => outputs.map((output) => (output.isOwn ? { ...output, networks } : output));
