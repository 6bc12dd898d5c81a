import { setTimeout as sleep } from 'node:timers/promises';
import type { TraceOutput } from '../../contract/diagnose.ts';
import type { Paths } from '../../contract/paths.ts';
import type { Playbook } from '../../contract/playbook.ts';
import { fail, type Result, succeed } from '../../contract/problem.ts';
import { parseRange, rangeContains } from '../../core/capture/address.ts';
import { buildPaths } from '../../core/trace/build-paths.ts';
import { publicResponders, withNetworks } from '../../core/trace/network-names.ts';
import { tracesIn } from '../../core/trace/read-outputs.ts';
import { type TraceCommand, traceCommands } from '../../core/trace/trace-commands.ts';
import { decodeText } from '../node/decode-text.ts';
import { findTraceTools, type ProgramOutput, runTraceProgram } from '../node/run-trace-program.ts';

export interface TracePathPorts {
  readonly commands: (wish: TraceWish) => Promise<readonly TraceCommand[]>;
  readonly run: (command: TraceCommand, stop: AbortSignal) => Promise<ProgramOutput>;
  readonly pause: (stop: AbortSignal) => Promise<void>;
  /** What is run has administrator rights, because this process has. */
  readonly isElevated: boolean;
  /** Asks a third party; only there when the user agreed. */
  readonly networks?: AskNetworks;
}

/** AS numbers of addresses, by address. */
export type AskNetworks = (
  addresses: readonly string[],
  stop: AbortSignal,
) => Promise<Readonly<Record<string, string>>>;

export interface TraceWish {
  readonly address: string;
  readonly port: number;
  /** As in `TraceWish` of the commands. */
  readonly protocol?: 'tcp' | 'udp';
  /** Run only the first so many traces. */
  readonly most?: number;
}

/** A trace takes six seconds for a silent hop; what came until then counts. */
const TRACE_LIMIT_MS = 60_000;
/** Linux routers answer with a burst of six ICMP errors and one a second after: six seconds make it whole again (lab.md). */
export const PAUSE_MS = 6500;

/** The source port of one measurement: a fresh one each time, for old ones are remembered. @param random 0 to below 1 */
export const freshSourcePort = (random: () => number): number => 40_000 + Math.floor(random() * 20_000);

/**
 * @param limitMs for each run
 * @param random as of `freshSourcePort`
 */
export const ownTracePorts = (
  limitMs: number = TRACE_LIMIT_MS,
  random: () => number = Math.random,
): TracePathPorts => ({
  commands: async ({ address, port, protocol }) =>
    traceCommands({
      ...{ address, port, tools: await findTraceTools(), isPrivileged: process.getuid?.() === 0 },
      ...(protocol !== undefined && { protocol }),
      sourcePort: freshSourcePort(random),
    }),
  run: ({ program, words }, stop) => runTraceProgram(program, words, limitMs, stop),
  isElevated: process.getuid?.() === 0,
  pause: (stop) => sleep(PAUSE_MS, undefined, { signal: stop }).catch(() => {}),
});

/**
 * Traces the way to an address by the best tool here: one flow, then a varied one, then the same flow again.
 *
 * @returns what the programs printed; none when there is no program that can trace
 */
export async function runTraces(
  wish: TraceWish,
  ports: TracePathPorts,
  stop: AbortSignal,
  onTrace: (done: number, all: number) => void = () => {},
): Promise<readonly TraceOutput[] | null> {
  const commands = (await ports.commands(wish)).slice(0, wish.most ?? 3);
  if (commands.length === 0) return null;
  const outputs: TraceOutput[] = [];
  for (const [index, command] of commands.entries()) {
    if (stop.aborted) break;
    if (index > 0) await ports.pause(stop);
    const { bytes, isPartial } = await ports.run(command, stop);
    const { flow, protocol, origin, program, words } = command;
    outputs.push({
      ...{ flow, protocol, origin, isPartial, address: wish.address, isOwn: true },
      ...(ports.isElevated && { isElevated: true }),
      ...{ text: decodeText(bytes).text, source: [program, ...words].join(' ') },
    });
    onTrace(index + 1, commands.length);
  }
  return outputs;
}

/**
 * The paths that `runTraces` shows.
 *
 * @returns problem `no-tool` when nothing here can trace, `cancelled` when stopped before anything came
 */
export async function tracePath(
  wish: TraceWish,
  playbook: Playbook,
  ports: TracePathPorts,
  stop: AbortSignal,
  onTrace: (done: number, all: number) => void = () => {},
): Promise<Result<Paths>> {
  const outputs = await runTraces(wish, ports, stop, onTrace);
  if (outputs === null && wish.protocol === 'tcp')
    return fail(
      'no-rights',
      'Nothing here may trace with TCP.',
      'Run it as root where traceroute is installed, or install scamper (Debian: apt install scamper).',
      { reason: 'no-tool', detail: '' },
    );
  if (outputs === null)
    return fail(
      'no-tool',
      'There is no program here that can trace.',
      'Install traceroute (Debian: apt install traceroute), or trace elsewhere and use trace --parse.',
    );
  const found = publicResponders(outputs);
  const named =
    ports.networks === undefined || found.length === 0
      ? outputs
      : withNetworks(outputs, await ports.networks(found, stop));
  const traces = tracesIn(named);
  if (stop.aborted && traces.length === 0)
    return fail('cancelled', 'The trace was stopped before a hop had answered.', 'Start it again.');
  return succeed(buildPaths(traces, (address) => isServiceAddress(playbook, address)));
}

/** Paths of kept outputs; null without a trace in them. */
export function pathsOf(outputs: readonly TraceOutput[], playbook: Playbook): Paths | null {
  const traces = tracesIn(outputs);
  return traces.length === 0 ? null : buildPaths(traces, (address) => isServiceAddress(playbook, address));
}

/** Within the published anycast ranges of the service. */
export function isServiceAddress({ anycast }: Playbook, address: string): boolean {
  const one = parseRange(address);
  return (
    one !== null &&
    anycast.ranges.some((text) => {
      const range = parseRange(text);
      return range !== null && rangeContains(range, one.family, one.words);
    })
  );
}
