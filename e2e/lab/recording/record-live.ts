import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Lab } from '../network/bring-up.ts';
import { forgetTranslations } from '../network/faults.ts';
import { readState } from '../network/lab-state.ts';
import { moveAnycastTo } from '../network/routing.ts';
import { toolEnvironment } from '../network/run-tool.ts';
import { assertWhole } from '../network/safety.ts';
import { type CaptureProcess, startCapture } from './capture-process.ts';
import { type ConnectionResult, type PlannedConnection, planTraffic } from './traffic-plan.ts';

/** Where a packet was looked at. `edge` points stand at the server itself. */
export interface ObservationPoint {
  readonly name: string;
  readonly kind: 'client' | 'client-cable' | 'home' | 'R1' | 'edge';
  readonly file: string;
}

export interface LiveRecording {
  readonly points: readonly ObservationPoint[];
  readonly plan: readonly PlannedConnection[];
  readonly results: readonly ConnectionResult[];
}

const observationPlaces = (
  lab: Lab,
): (Omit<ObservationPoint, 'file'> & { node: string; device: string })[] => [
  { name: 'client', kind: 'client', node: 'client', device: 'any' },
  { name: 'client-cable', kind: 'client-cable', node: 'client', device: 'eth0' },
  { name: 'home', kind: 'home', node: 'home', device: 'wan' },
  { name: 'R1', kind: 'R1', node: 'r1', device: 'to-home' },
  ...lab.topology.branches.map(({ name, nodes }) => ({
    name,
    kind: 'edge' as const,
    node: nodes.at(-1) ?? '',
    device: 'homeward',
  })),
];

/** Home's wan side stands between home and R1 like R1's own; one is enough unless home translates addresses. */
const isNeeded = (kind: ObservationPoint['kind'], homeNat: boolean): boolean => kind !== 'home' || homeNat;

function startTraffic(lab: Lab, folder: string, plan: readonly PlannedConnection[]) {
  const planFile = join(folder, 'plan.json');
  const resultFile = join(folder, 'results.json');
  writeFileSync(planFile, JSON.stringify(plan));
  const program = new URL('../traffic-client.ts', import.meta.url).pathname;
  const child = spawn(
    'ip',
    [
      'netns',
      'exec',
      lab.namespace('client'),
      process.execPath,
      program,
      planFile,
      resultFile,
      lab.files.authority,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'], env: toolEnvironment() },
  );
  const begun = new Promise<number>((resolve, reject) => {
    child.stdout.once('data', (text: Buffer) => resolve(Number(text.toString().trim())));
    child.once('close', () => reject(new Error('The traffic client ended before it began.')));
  });
  const finished = new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`The traffic client ended with ${code}.`)),
    );
  });
  const read = (): ConnectionResult[] => JSON.parse(readFileSync(resultFile, 'utf8')) as ConnectionResult[];
  return { begun, finished, read };
}

async function playEvents(lab: Lab, begunAt: number): Promise<void> {
  for (const event of [...lab.scenario.events].sort((one, other) => one.atMs - other.atMs)) {
    await sleep(Math.max(0, begunAt + event.atMs - Date.now()));
    if (event.kind === 'route') moveAnycastTo(lab.prefix, lab.topology, event.edge);
    else forgetTranslations(lab.prefix);
  }
}

/** Traffic through a running laboratory, watched at the client, at R1 and at every edge. */
export async function recordLive(lab: Lab, folder: string): Promise<LiveRecording> {
  const state = readState(lab.prefix);
  if (state) assertWhole(state);
  mkdirSync(folder, { recursive: true });
  const captures: CaptureProcess[] = [];
  const points: ObservationPoint[] = [];
  for (const { name, kind, node, device } of observationPlaces(lab)) {
    if (!isNeeded(kind, lab.scenario.homeNat)) continue;
    const file = join(folder, `${name}.pcap`);
    captures.push(await startCapture(lab.namespace(node), device, file));
    points.push({ name, kind, file });
  }
  const plan = planTraffic(lab.scenario.traffic, lab.scenario.seed);
  const traffic = startTraffic(lab, folder, plan);
  const begunAt = await traffic.begun;
  await Promise.all([traffic.finished, playEvents(lab, begunAt)]);
  await sleep(500);
  for (const capture of captures) await capture.stop();
  return { points, plan, results: traffic.read() };
}
