import type { TraceOrigin } from './parse-traces.ts';
import type { ProbeFlow, ProbeProtocol } from './parsed-trace.ts';
import { stoppingCount } from './stopping-counts.ts';
import { heldBy, TCP_TRACERS, tcpTrace, WAIT_SECONDS } from './tcp-trace.ts';

/** A program that traces and is present here, by its absolute path. */
export type TraceTool =
  | 'traceroute-linux'
  | 'traceroute-macos'
  | 'traceroute6-macos'
  | 'tracert'
  | 'mtr'
  /** Only where it may open raw sockets: as root, or because its file says so (Debian installs it setuid). */
  | 'scamper';

/** The only programs ever started to trace. Nothing is looked for in PATH. */
export function tracePrograms(platform: string): readonly (readonly [TraceTool, string])[] {
  if (platform === 'linux')
    return [
      ...(TCP_TRACERS.linux ?? []).map((program) => ['traceroute-linux', program] as const),
      ['scamper', '/usr/bin/scamper'],
      ['mtr', '/usr/bin/mtr'],
      ['mtr', '/usr/sbin/mtr'],
    ];
  if (platform === 'darwin')
    return [
      ['traceroute-macos', '/usr/sbin/traceroute'],
      ['traceroute6-macos', '/usr/sbin/traceroute6'],
      ['mtr', '/opt/homebrew/sbin/mtr'],
      ['mtr', '/usr/local/sbin/mtr'],
    ];
  return platform === 'win32' ? [['tracert', 'C:\\Windows\\System32\\tracert.exe']] : [];
}

/** `traceroute --version` of the only traceroute for Linux that can hold a flow; BusyBox and inetutils cannot. */
export const isButskoy = (version: string): boolean => version.includes('Modern traceroute for Linux');

export interface TraceCommand {
  readonly program: string;
  readonly words: readonly string[];
  readonly flow: ProbeFlow;
  readonly protocol: ProbeProtocol;
  readonly origin: TraceOrigin;
}

export interface TraceWish {
  /** Literal address; never a name, so that nothing is looked up on the way. */
  readonly address: string;
  readonly port: number;
  /** Source port that every probe of a same-flow trace has, and both such traces share. */
  readonly sourcePort: number;
  readonly tools: readonly (readonly [TraceTool, string])[];
  /** Raw sockets may be opened: root, or the like. */
  readonly isPrivileged: boolean;
  /** TCP, or nothing; UDP, although TCP could be traced. The best there is unless told. */
  readonly protocol?: 'tcp' | 'udp';
}

/** That an address of version 6 is meant, where one program traces both. */
const familyWords = (address: string): string[] => (address.includes(':') ? ['-6'] : []);

/** Six probes of one flow at a hop exclude an even second way with 95 %, and stay within a router's burst of six ICMP errors (lab.md). */
const PROBES = stoppingCount(2, 0.95);
const MOST_HOPS = 30;
const MTR_CYCLES = '10';

/**
 * Command lines of one measurement, in the order they are run: one flow, varied flow, the same one flow again, by the
 * best tool there is (domain notes 4.1). Empty when none is there. What cannot hold a flow is run once, as varied.
 */
export function traceCommands({ protocol, ...wish }: TraceWish): TraceCommand[] {
  if (protocol === 'udp') {
    const tools = wish.tools.filter(([tool]) => tool !== 'scamper');
    return bestCommands({ ...wish, tools, isPrivileged: false });
  }
  const best = bestCommands(wish);
  return protocol === 'tcp' && best[0]?.protocol !== 'tcp' ? [] : best;
}

function bestCommands({ tools, ...wish }: Omit<TraceWish, 'protocol'>): TraceCommand[] {
  const find = (tool: TraceTool): string | null => tools.find(([name]) => name === tool)?.[1] ?? null;
  const linux = find('traceroute-linux');
  const scamper = find('scamper');
  // It traces TCP without rights of ours, where traceroute is left with UDP.
  const isSix = wish.address.includes(':');
  if (scamper !== null && !isSix && !(linux !== null && wish.isPrivileged))
    return scamperCommands(scamper, wish);
  if (linux !== null) return linuxCommands(linux, wish);
  const macos = find(isSix ? 'traceroute6-macos' : 'traceroute-macos');
  const mtr = find('mtr');
  if (macos !== null && wish.isPrivileged && !isSix) return tcpCommands('darwin', macos, 'macos', wish);
  // Nobody has seen whether they hold the flow label: as if they did not, so that nobody is accused for it.
  const labelled = (commands: TraceCommand[]) => commands.filter(({ flow }) => !isSix || flow === 'varied');
  if (mtr !== null) return labelled(mtrCommands(mtr, wish));
  if (scamper !== null) return labelled(scamperCommands(scamper, wish));
  const varied = { flow: 'varied', address: wish.address } as const;
  if (macos !== null)
    return [
      {
        ...{ program: macos, flow: varied.flow, protocol: 'udp', origin: 'macos' },
        words: ['-n', '-q', `${PROBES}`, '-w', WAIT_SECONDS, '-m', `${MOST_HOPS}`, varied.address],
      },
    ];
  const tracert = find('tracert');
  return tracert === null
    ? []
    : [
        {
          ...{ program: tracert, flow: varied.flow, protocol: 'icmp', origin: 'windows' },
          words: [...familyWords(varied.address), '-d', '-w', '1000', '-h', `${MOST_HOPS}`, varied.address],
        },
      ];
}

type Wish = Omit<TraceWish, 'tools' | 'protocol'>;

/** What a trace over TCP is asked for, by this process or by the one with rights. */
export type TcpWish = Pick<TraceWish, 'address' | 'port' | 'sourcePort'>;

/** One flow, a varied one, the same one flow again: what both of a measurement's ways over TCP ask for. */
export function tcpOrders({ address, port, sourcePort }: TcpWish) {
  const order = { address, port, sourcePort, probes: PROBES, maxHops: MOST_HOPS };
  const same = { flow: 'same', order } as const;
  return [same, { flow: 'varied', order: { ...order, sourcePort: null } }, same] as const;
}

const tcpCommands = (platform: string, program: string, origin: TraceOrigin, wish: TcpWish): TraceCommand[] =>
  tcpOrders(wish).map(({ flow, order }) => ({
    ...{ program, words: tcpTrace(platform, program, order).args, flow, origin, protocol: 'tcp' },
  }));

/** UDP needs no rights. `--sport` holds the source port, `-p` with `-U` the destination's. */
function linuxCommands(program: string, { address, port, sourcePort, isPrivileged }: Wish): TraceCommand[] {
  if (isPrivileged) return tcpCommands('linux', program, 'linux', { address, port, sourcePort });
  const words = (hold: readonly string[]): string[] => [
    ...[...familyWords(address), '-n', '-U', '-p', `${port}`, ...hold, '-q', `${PROBES}`],
    ...['-w', WAIT_SECONDS, '-m', `${MOST_HOPS}`, address],
  ];
  const held = words(heldBy(address, sourcePort));
  const same: TraceCommand = { program, words: held, flow: 'same', protocol: 'udp', origin: 'linux' };
  return [same, { ...same, words: words([]), flow: 'varied' }, same];
}

/** `-Q` sends every probe, answered or not; its UDP adds one to the destination port with each (scamper(1)). */
function scamperCommands(program: string, { address, port, sourcePort }: Wish): TraceCommand[] {
  const words = (method: string): string[] => [
    '-I',
    `trace ${method} -q ${PROBES} -Q -w ${WAIT_SECONDS} -m ${MOST_HOPS} ${address}`,
  ];
  const same: TraceCommand = {
    ...{ program, words: words(`-P tcp -d ${port} -s ${sourcePort}`) },
    ...{ flow: 'same', protocol: 'tcp', origin: 'scamper' },
  };
  return [same, { ...same, words: words(`-P udp -d ${port}`), flow: 'varied', protocol: 'udp' }, same];
}

/** Only its UDP holds both ports (`-L`), and only its raw lines keep the order of the answers. */
function mtrCommands(program: string, { address, port, sourcePort }: Wish): TraceCommand[] {
  const words = (hold: readonly string[]): string[] => [
    ...familyWords(address),
    '-n',
    '-l',
    '-c',
    MTR_CYCLES,
    '-u',
    ...hold,
    address,
  ];
  const same: TraceCommand = {
    ...{ program, words: words(['-P', String(port), '-L', String(sourcePort)]) },
    ...{ flow: 'same', protocol: 'udp', origin: 'mtr' },
  };
  return [same, { ...same, words: words([]), flow: 'varied' }, same];
}
