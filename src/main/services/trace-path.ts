import { setTimeout as sleep } from 'node:timers/promises';
import type { Paths } from '../../contract/paths.ts';
import type { Playbook } from '../../contract/playbook.ts';
import { fail, type Result, succeed } from '../../contract/problem.ts';
import { parseRange, rangeContains } from '../../core/capture/address.ts';
import { buildPaths } from '../../core/trace/build-paths.ts';
import { parseTraces } from '../../core/trace/parse-traces.ts';
import type { ProbedTrace } from '../../core/trace/probed-trace.ts';
import { type TraceCommand, traceCommands } from '../../core/trace/trace-commands.ts';
import { decodeText } from '../node/decode-text.ts';
import { findTraceTools, type ProgramOutput, runTraceProgram } from '../node/run-trace-program.ts';

export interface TracePathPorts {
  readonly commands: (wish: {
    readonly address: string;
    readonly port: number;
  }) => Promise<readonly TraceCommand[]>;
  readonly run: (command: TraceCommand, stop: AbortSignal) => Promise<ProgramOutput>;
  readonly pause: (stop: AbortSignal) => Promise<void>;
}

/** A trace with silent hops takes six seconds each; what came until then counts. */
const LIMIT_MS = 60_000;
/** Linux routers answer with a burst of six ICMP errors and one a second after: six seconds make it whole again (lab.md). */
const PAUSE_MS = 6500;

/** @param random a number from 0 to below 1, for the source port: a fresh one each time, for old ones are remembered */
export const ownTracePorts = (random: () => number = Math.random): TracePathPorts => ({
  commands: async ({ address, port }) =>
    traceCommands({
      ...{ address, port, tools: await findTraceTools(), isPrivileged: process.getuid?.() === 0 },
      sourcePort: 40_000 + Math.floor(random() * 20_000),
    }),
  run: ({ program, words }, stop) => runTraceProgram(program, words, LIMIT_MS, stop),
  pause: (stop) => sleep(PAUSE_MS, undefined, { signal: stop }).catch(() => {}),
});

/**
 * Traces the way to an address by the best tool here: one flow, then a varied one, then the same flow again.
 *
 * @param most run only the first so many traces
 * @returns problem `no-tool` when nothing here can trace, `cancelled` when stopped before anything came
 */
export async function tracePath(
  wish: { readonly address: string; readonly port: number; readonly most?: number },
  playbook: Playbook,
  ports: TracePathPorts,
  stop: AbortSignal,
  onTrace: (done: number, all: number) => void = () => {},
): Promise<Result<Paths>> {
  const commands = (await ports.commands(wish)).slice(0, wish.most ?? 3);
  if (commands.length === 0)
    return fail(
      'no-tool',
      'There is no program here that can trace.',
      'Install traceroute (Debian: apt install traceroute), or trace elsewhere and use trace --parse.',
    );
  const traces: ProbedTrace[] = [];
  for (const [index, command] of commands.entries()) {
    if (stop.aborted) break;
    if (index > 0) await ports.pause(stop);
    const { bytes, isPartial } = await ports.run(command, stop);
    const { flow, protocol, origin, program, words } = command;
    for (const trace of parseTraces(decodeText(bytes).text, origin).traces) {
      const notes = isPartial ? [...trace.notes, 'Ended before it was through.'] : trace.notes;
      const target =
        trace.target.address === null ? { ...trace.target, address: wish.address } : trace.target;
      traces.push({ ...trace, target, notes, protocol, flow, source: [program, ...words].join(' ') });
    }
    onTrace(index + 1, commands.length);
  }
  if (stop.aborted && traces.length === 0)
    return fail('cancelled', 'The trace was stopped before a hop had answered.', 'Start it again.');
  return succeed(buildPaths(traces, (address) => isServiceAddress(playbook, address)));
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
