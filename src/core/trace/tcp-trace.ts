import type { Refusal, TraceOrder } from '../../contract/broker.ts';
import type { ToolCommand } from '../live-capture/capture-command.ts';

/** As of the border, to whichever port: who traces with their own rights may choose. */
export type TcpTraceOrder = Omit<TraceOrder, 'port'> & { readonly port: number };

/** How long each probe is waited for. */
export const WAIT_SECONDS = '1';

/** The only programs that are started to trace TCP with rights. Nothing is looked for in PATH. */
export const TCP_TRACERS: Readonly<Record<string, readonly string[]>> = {
  linux: ['/usr/bin/traceroute', '/usr/sbin/traceroute', '/usr/bin/traceroute.db'],
  darwin: ['/usr/sbin/traceroute'],
};

/**
 * Over IPv6 the flow label belongs to what holds a flow: left alone, the kernel draws another one for each probe
 * (auto_flowlabels), and routers that look at it take each for a flow of its own. Seen with UDP in the laboratory.
 */
export const heldBy = (address: string, sourcePort: number): string[] =>
  [`--sport=${sourcePort}`].concat(address.includes(':') ? ['-l', `${sourcePort}`] : []);

/**
 * A trace over TCP, as both have it: `-O info` also shows the target's TCP flags; of macOS only `-e` keeps the destination
 * port, without it every probe adds one (network_cmds' traceroute.c).
 */
export function tcpTrace(platform: string, program: string, order: TcpTraceOrder): ToolCommand {
  const { address, port, sourcePort, probes, maxHops } = order;
  const isLinux = platform === 'linux';
  const hold = sourcePort === null ? [] : isLinux ? heldBy(address, sourcePort) : ['-e'];
  const method = isLinux ? ['-T', '-O', 'info'] : ['-P', 'tcp'];
  const sizes = ['-q', `${probes}`, '-w', WAIT_SECONDS, '-m', `${maxHops}`];
  return { program, args: ['-n', ...method, '-p', `${port}`, ...hold, ...sizes, address] };
}

/** The same for whoever has the rights, who allows so much at most and believes only some programs. */
export function planTcpTrace(
  platform: string,
  order: TraceOrder,
  most: { readonly probes: number; readonly hops: number },
  isUsable: (program: string) => boolean,
): { readonly command: ToolCommand } | { readonly refusal: Refusal } {
  if (order.probes > most.probes || order.maxHops > most.hops)
    return { refusal: { kind: 'over-limit', message: `At most ${most.probes} probes, ${most.hops} hops.` } };
  // macOS has another program for IPv6, which cannot hold a flow.
  const isIn = platform === 'linux' || !order.address.includes(':');
  const program = isIn ? TCP_TRACERS[platform]?.find(isUsable) : undefined;
  return program === undefined
    ? { refusal: { kind: 'no-tool', message: 'No program that traces TCP is installed here.' } }
    : { command: tcpTrace(platform, program, order) };
}
