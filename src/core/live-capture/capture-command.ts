import { captureFilter, SNAP_LENGTH, trunkFilter } from './capture-filter.ts';

/** A program by its absolute path and its arguments, one by one; never a line for a shell. */
export interface ToolCommand {
  readonly program: string;
  readonly args: readonly string[];
}

export interface StreamOrder {
  /** `any`, or names of interfaces; several only where `any` does not exist. */
  readonly interfaces: readonly string[];
  /** Canonical texts of parsed addresses. */
  readonly addresses: readonly string[];
  /** The interface is an Ethernet one that may carry tagged or dialled packets. */
  readonly isTrunk: boolean;
}

/**
 * The capture as a stream on standard output. `-U` and `--immediate-mode` keep the last packets from being lost
 * when it is stopped; `-nn` keeps it from asking a name server about what it sees.
 */
export function streamCommand(
  tool: 'tcpdump' | 'dumpcap',
  program: string,
  { interfaces, addresses, isTrunk }: StreamOrder,
): ToolCommand {
  const filter = isTrunk ? trunkFilter(addresses) : captureFilter(addresses);
  const snap = String(SNAP_LENGTH);
  const from = interfaces.flatMap((name) => ['-i', name]);
  return tool === 'tcpdump'
    ? { program, args: [...from, '-nn', '-U', '--immediate-mode', '-s', snap, '-w', '-', filter] }
    : { program, args: ['-q', '-f', filter, '-s', snap, ...from, '-w', '-'] };
}
