import type { CaptureTool } from '../../contract/broker.ts';
import { streamCommand, type ToolCommand } from './capture-command.ts';
import { netshPlan, pktmonPlan } from './windows-commands.ts';

/** So many pieces make a ring; all but one are full. */
export const RING_PIECES = 8;

export interface ShownOrder {
  readonly platform: string;
  readonly tool: CaptureTool;
  /** Absolute path of the tool. */
  readonly program: string;
  readonly interfaces: readonly string[];
  /** As in `StreamOrder`. */
  readonly isTrunk: boolean;
  /** Canonical texts of parsed addresses. */
  readonly addresses: readonly string[];
  readonly maxBytes: number;
  /** Whether the newest are kept once so much is there. */
  readonly ring: boolean;
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
    const toFile = {
      program,
      args: args.flatMap((word) => (word === '-' ? [file, ...ringWords(order)] : word)),
    };
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

/** Both tools write numbered files then: tcpdump counts millions of bytes (-C), dumpcap thousands (-b filesize). */
function ringWords({ tool, ring, maxBytes }: ShownOrder): string[] {
  if (!ring) return [];
  const piece = maxBytes / RING_PIECES;
  return tool === 'tcpdump'
    ? ['-C', String(Math.max(1, Math.floor(piece / 1_000_000))), '-W', String(RING_PIECES)]
    : ['-b', `filesize:${Math.max(1, Math.floor(piece / 1000))}`, '-b', `files:${RING_PIECES}`];
}

/** For sh: words with anything but harmless characters stand in single quotes. */
const forShell = ({ program, args }: ToolCommand): string =>
  [program, ...args]
    .map((word) => (/^[\w./:=,@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`))
    .join(' ');

/** For cmd.exe: words with blanks or brackets stand in double quotes; none of ours holds one. */
const forWindows = ({ program, args }: ToolCommand): string =>
  [program, ...args].map((word) => (/^[\w.\\:=,/-]+$/.test(word) ? word : `"${word}"`)).join(' ');
