import type { ToolCommand } from './capture-command.ts';
import { SNAP_LENGTH } from './capture-filter.ts';

/** A capture that goes through a file: what runs before, at start, at stop, and to tidy up, in this order. */
export interface FileCapturePlan {
  readonly before: readonly ToolCommand[];
  readonly start: ToolCommand;
  readonly stop: readonly ToolCommand[];
  /** Run whatever happened; failures are of no consequence. */
  readonly after: readonly ToolCommand[];
  /** The file that grows meanwhile. Both ways keep the newest packets in it once it is full. */
  readonly growingFile: string;
  /** The file to hand over when `stop` has run. */
  readonly outputFile: string;
}

export interface FileCaptureOrder {
  /** Canonical texts of parsed addresses. */
  readonly addresses: readonly string[];
  /** A folder made for this capture alone. */
  readonly folder: string;
  readonly maxBytes: number;
  /** Build of Windows, the third part of `10.0.22631`. */
  readonly build: number;
}

/** First build where pktmon's conversion is called etl2pcap (Windows Server 2022). */
const FIRST_ETL2PCAP_BUILD = 20_348;

const megabytes = (bytes: number): string => String(Math.max(1, Math.floor(bytes / 1_000_000)));

/** pktmon's filters are kept until removed, so they are removed before and after; `-i` meets source or destination. */
export function pktmonPlan(program: string, order: FileCaptureOrder): FileCapturePlan {
  const { addresses, folder, maxBytes, build } = order;
  const run = (...args: string[]): ToolCommand => ({ program, args });
  const trace = `${folder}\\capture.etl`;
  const outputFile = `${folder}\\capture.pcapng`;
  return {
    before: [
      run('filter', 'remove'),
      ...addresses.map((address, index) => run('filter', 'add', `target${index + 1}`, '-i', address)),
      run('filter', 'add', 'icmp4', '-t', 'ICMP'),
      run('filter', 'add', 'icmp6', '-t', 'ICMPv6'),
    ],
    start: run(
      ...['start', '--capture', '--comp', 'nics', '--pkt-size', String(SNAP_LENGTH)],
      ...['--file-name', trace, '--file-size', megabytes(maxBytes), '--log-mode', 'circular'],
    ),
    stop: [
      run('stop'),
      build >= FIRST_ETL2PCAP_BUILD
        ? run('etl2pcap', trace, '--out', outputFile)
        : run('pcapng', trace, '-o', outputFile),
    ],
    after: [run('filter', 'remove')],
    growingFile: trace,
    outputFile,
  };
}

/** The way of older Windows. Its file is an .etl, which Microsoft's etl2pcapng has to convert before it can be read. */
export function netshPlan(program: string, order: FileCaptureOrder): FileCapturePlan {
  const { addresses, folder, maxBytes } = order;
  const outputFile = `${folder}\\capture.etl`;
  const older = addresses.filter((address) => !address.includes(':'));
  // One filter only: with both, netsh wants packets that carry both kinds of address, of which there are none.
  const filter =
    older.length > 0 ? `IPv4.Address=(${older.join(',')})` : `IPv6.Address=(${addresses.join(',')})`;
  return {
    before: [],
    start: {
      program,
      args: [
        ...['trace', 'start', 'capture=yes', 'report=disabled', 'overwrite=yes', filter],
        ...[`tracefile=${outputFile}`, `maxsize=${megabytes(maxBytes)}`, 'filemode=circular'],
      ],
    },
    stop: [{ program, args: ['trace', 'stop'] }],
    after: [],
    growingFile: outputFile,
    outputFile,
  };
}
