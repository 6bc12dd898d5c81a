import type { CaptureTool } from '../../contract/broker.ts';
import { streamCommand, type ToolCommand } from './capture-command.ts';
import { netshPlan, pktmonPlan } from './windows-commands.ts';

export interface ShownOrder {
  readonly platform: string;
  readonly tool: CaptureTool;
  /** Absolute path of the tool. */
  readonly program: string;
  readonly interfaces: readonly string[];
  /** Canonical texts of parsed addresses. */
  readonly addresses: readonly string[];
  readonly maxBytes: number;
  readonly windowsBuild: number;
  /** Whether somebody who runs it by hand needs to become root first. */
  readonly needsRoot: boolean;
}

/**
 * The lines to type for the very capture that will run, made of the same commands; only that they write a file in the
 * current folder where the program streams. Shown and copied before anything runs.
 */
export function shownCommand(order: ShownOrder): readonly string[] {
  const { tool, program, platform } = order;
  const write = platform === 'win32' ? forWindows : forShell;
  if (tool === 'tcpdump' || tool === 'dumpcap') {
    const { args } = streamCommand(tool, program, order);
    const file = tool === 'tcpdump' && platform !== 'darwin' ? 'bitbucket.pcap' : 'bitbucket.pcapng';
    const toFile = { program, args: args.map((word) => (word === '-' ? file : word)) };
    return [order.needsRoot && platform !== 'win32' ? `sudo ${write(toFile)}` : write(toFile)];
  }
  const plan = tool === 'pktmon' ? pktmonPlan : netshPlan;
  const { before, start, stop, after } = plan(program, {
    addresses: order.addresses,
    folder: '.',
    maxBytes: order.maxBytes,
    build: order.windowsBuild,
  });
  return [...before, start, ...stop, ...after].map(write);
}

/** For sh: words with anything but harmless characters stand in single quotes. */
const forShell = ({ program, args }: ToolCommand): string =>
  [program, ...args]
    .map((word) => (/^[\w./:=,@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`))
    .join(' ');

/** For cmd.exe: words with blanks or brackets stand in double quotes; none of ours holds one. */
const forWindows = ({ program, args }: ToolCommand): string =>
  [program, ...args].map((word) => (/^[\w.\\:=,/-]+$/.test(word) ? word : `"${word}"`)).join(' ');
