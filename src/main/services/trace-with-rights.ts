import { setTimeout as sleep } from 'node:timers/promises';
import type { TraceOrder } from '../../contract/broker.ts';
import type { TraceOutput } from '../../contract/diagnose.ts';
import { tcpOrders } from '../../core/trace/trace-commands.ts';
import type { Elevation } from '../elevation/capture-source.ts';
import type { DiagnosePorts } from './diagnose-ports.ts';
import { eitherOf } from './stopping.ts';
import { freshSourcePort, PAUSE_MS } from './trace-path.ts';

export interface RightsPorts {
  /** 0..1, as Math.random. */
  readonly random: () => number;
  readonly pause: (stop: AbortSignal) => Promise<void>;
  readonly platform: string;
}

export const ownRightsPorts = (random: () => number): RightsPorts => ({
  random,
  pause: (stop) => sleep(PAUSE_MS, undefined, { signal: stop }).catch(() => {}),
  platform: process.platform,
});

const PORT = 443;

/**
 * Traces over TCP by the one with rights, where the permission was given in this session already, and as `own` does
 * otherwise: nobody is asked for a trace.
 */
export const traceWithRights =
  (own: DiagnosePorts['trace'], tracer: Elevation['tracer'], ports: RightsPorts): DiagnosePorts['trace'] =>
  async (address, effort, stop) => {
    const run = tracer();
    if (run === null) return own(address, effort, stop);
    const outputs: TraceOutput[] = [];
    const orders = tcpOrders({ address, port: PORT, sourcePort: freshSourcePort(ports.random) });
    for (const [index, { flow, order }] of orders.slice(0, effort.most).entries()) {
      if (index > 0) await ports.pause(stop);
      if (stop.aborted) break;
      const ran = await withinTime(run, { ...order, port: PORT }, effort.limitMs, stop);
      // No program there, or the one with rights has gone: what this account may is better than nothing.
      if ('kind' in ran) return index === 0 ? own(address, effort, stop) : outputs;
      const { text, isPartial, command } = ran;
      const origin = ports.platform === 'darwin' ? 'macos' : 'linux';
      outputs.push({
        ...{ source: command.join(' '), text, origin, flow, protocol: 'tcp', address },
        ...{ isPartial, isOwn: true, isElevated: true },
      });
    }
    return outputs;
  };

async function withinTime(
  run: NonNullable<ReturnType<Elevation['tracer']>>,
  order: TraceOrder,
  limitMs: number,
  stop: AbortSignal,
): ReturnType<typeof run> {
  const late = new AbortController();
  const clock = setTimeout(() => late.abort(), limitMs);
  const ran = await run(order, eitherOf(stop, late.signal));
  clearTimeout(clock);
  return ran;
}
