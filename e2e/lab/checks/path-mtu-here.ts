/** Run as the client of a laboratory: measures how large packets may be, sizes and requests at once, and prints it. */
import { measureBursts, measureSizes, ownPathMtuPorts } from '../../../src/main/services/measure-path-mtu.ts';
import { ANYCAST_ADDRESS, LEGACY_ADDRESSES } from '../network/topology.ts';

const ways = [
  { arm: 'anycast', address: ANYCAST_ADDRESS },
  { arm: 'legacy', address: LEGACY_ADDRESSES[0] },
] as const;
const { signal } = new AbortController();
const ports = ownPathMtuPorts();
const none = { ways: ways.map((way) => ({ ...way, kind: 'not-measured', largestBytes: null, probes: [] })) };
const [sizes, bursts] = await Promise.all([
  measureSizes(ways, ports, signal),
  measureBursts(none as never, 'bitbucket.org', ports, signal),
]);
const together = sizes.ways.map((way, index) => ({ ...way, bursts: bursts.ways[index]?.bursts ?? [] }));
console.log(JSON.stringify({ ways: together }));
