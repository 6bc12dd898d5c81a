import { setTimeout as sleep } from 'node:timers/promises';
import type { Burst, PathMtu, SizeProbe } from '../../contract/path-mtu.ts';
import { nextSize, readSizes } from '../../core/probe/path-mtu-search.ts';
import { pingPrograms, pingWords, readPing } from '../../core/probe/ping-sizes.ts';
import { burstRequest } from '../node/burst-request.ts';
import { findProgram, runTraceProgram } from '../node/run-trace-program.ts';

export interface PathMtuPorts {
  /** One ping of a whole size that must not be cut; null when no program here can. */
  readonly ping: (
    address: string,
    sizeBytes: number,
    stop: AbortSignal,
  ) => Promise<Omit<SizeProbe, 'sizeBytes'> | null>;
  readonly burst: (address: string, serverName: string, stop: AbortSignal) => Promise<Burst>;
}

type Way = Pick<PathMtu['ways'][number], 'arm' | 'address'>;

/** A search needs at most two tries each of ten sizes. */
const MOST_PINGS = 24;
const PAUSE_MS = 100;
const PING_LIMIT_MS = 4000;
/** One session that stands still can be chance. */
const BURSTS = 2;

export const ownPathMtuPorts = (): PathMtuPorts => {
  const program = findProgram(pingPrograms(process.platform));
  return {
    burst: burstRequest,
    ping: async (address, sizeBytes, stop) => {
      if (program === null || stop.aborted) return null;
      const words = pingWords(process.platform, address, sizeBytes);
      const { bytes } = await runTraceProgram(program, words, PING_LIMIT_MS, stop);
      if (stop.aborted) return null;
      await sleep(PAUSE_MS, undefined, { signal: stop }).catch(() => {});
      return readPing(bytes.toString('latin1'));
    },
  };
};

async function pingSizes(
  address: string,
  { ping }: PathMtuPorts,
  stop: AbortSignal,
): Promise<readonly SizeProbe[]> {
  const probes: SizeProbe[] = [];
  for (let size = nextSize(probes); size !== null; size = nextSize(probes)) {
    const answer = probes.length < MOST_PINGS ? await ping(address, size, stop) : null;
    if (answer === null) break;
    probes.push({ sizeBytes: size, ...answer });
  }
  return probes;
}

/** Sizes of pings on every way at once, one ping a way at a time. */
export const measureSizes = (
  ways: readonly Way[],
  ports: PathMtuPorts,
  stop: AbortSignal,
): Promise<PathMtu> =>
  Promise.all(
    ways.map(async ({ arm, address }) => {
      const probes = await pingSizes(address, ports, stop);
      return { arm, address, ...readSizes(probes), probes: [...probes], bursts: [] };
    }),
  ).then((found) => ({ ways: found }));

/** Then one request in full-size packets on each, and a second where the first was not answered. */
export async function measureBursts(
  { ways }: PathMtu,
  serverName: string,
  { burst }: PathMtuPorts,
  stop: AbortSignal,
): Promise<PathMtu> {
  const bursts = async (address: string): Promise<Burst[]> => {
    const done: Burst[] = [];
    while (done.length < BURSTS && done.at(-1)?.outcome !== 'answered' && !stop.aborted)
      done.push(await burst(address, serverName, stop));
    return done;
  };
  return {
    ways: await Promise.all(ways.map(async (way) => ({ ...way, bursts: await bursts(way.address) }))),
  };
}
