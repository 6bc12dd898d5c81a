import { spawnSync } from 'node:child_process';

/** What both programs count in a file. */
export interface CaptureCounts {
  readonly packets: number;
  readonly tcp: number;
  readonly sessions: number;
  readonly resets: number;
  readonly resetsWithAck: number;
}

/** One frame as tshark has it; `stream` is null unless TCP is on the outermost IP chain. */
interface TsharkFrame {
  readonly isTcp: boolean;
  readonly stream: number | null;
  readonly isReset: boolean;
  readonly isAck: boolean;
}

export interface TsharkReading {
  readonly frames: readonly TsharkFrame[];
  /** What it complained about, such as a file that breaks off; empty when nothing. */
  readonly words: string;
}

/** Headers that may stand between an IP header and TCP on the same chain (RFC 8200 section 4, RFC 4302, 6275, 7401, 5533). */
const BETWEEN = /^(?:ipv6\..*|ah|mipv6|hip|shim6)$/;

/**
 * Reads a capture with tshark: nothing put together, no names looked up, TCP on the outermost IP chain alone, since what is
 * quoted in an ICMP error or carried in a tunnel is no packet of that session for us.
 *
 * @returns null when tshark is not here
 */
export function readWithTshark(path: string): TsharkReading | null {
  const fields = ['frame.protocols', 'tcp.stream', 'tcp.flags.reset', 'tcp.flags.ack'];
  const { stdout, stderr, error } = spawnSync(
    'tshark',
    [
      ...[
        '-r',
        path,
        '-n',
        '-T',
        'fields',
        '-E',
        'occurrence=f',
        ...fields.flatMap((field) => ['-e', field]),
      ],
      ...['ip.defragment', 'ipv6.defragment', 'tcp.desegment_tcp_streams'].flatMap((one) => [
        '-o',
        `${one}:FALSE`,
      ]),
    ],
    { encoding: 'utf8', maxBuffer: 1 << 28 },
  );
  if (error !== undefined) return null;
  const lines = stdout === '' ? [] : stdout.replace(/\n$/, '').split('\n');
  return { frames: lines.map(readLine), words: stderr.trim() };
}

const isSet = (value: string | undefined): boolean => value === '1' || value === 'True';

function readLine(line: string): TsharkFrame {
  const [protocols = '', stream = '', reset, ack] = line.split('\t');
  const isTcp = isOutermostTcp(protocols.split(':'));
  return {
    isTcp,
    stream: isTcp && stream !== '' ? Number(stream) : null,
    isReset: isTcp && isSet(reset),
    isAck: isTcp && isSet(ack),
  };
}

function isOutermostTcp(protocols: readonly string[]): boolean {
  const ip = protocols.findIndex((name) => name === 'ip' || name === 'ipv6');
  if (ip < 0) return false;
  return protocols.slice(ip + 1).find((name) => !BETWEEN.test(name)) === 'tcp';
}

export function countsOf({ frames }: TsharkReading): CaptureCounts {
  const resets = frames.filter(({ isReset }) => isReset);
  return {
    packets: frames.length,
    tcp: frames.filter(({ isTcp }) => isTcp).length,
    sessions: new Set(frames.flatMap(({ stream }) => stream ?? [])).size,
    resets: resets.length,
    resetsWithAck: resets.filter(({ isAck }) => isAck).length,
  };
}

export const hasTshark = (): boolean => spawnSync('tshark', ['--version']).error === undefined;
