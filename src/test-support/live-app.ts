import { join } from 'node:path';
import { type AppEvents, type AppHandlers, appIpc } from '../contract/app-ipc.ts';
import type { CaptureStart, Refusal } from '../contract/broker.ts';
import { createIpcFake } from '../contract/ipc-fake.ts';
import type { LiveProgress, LiveReset, RecordedCapture } from '../contract/live-capture.ts';
import { createApp } from '../main/app.ts';
import type { CaptureSourceEvents, Elevation, OpenSource } from '../main/elevation/capture-source.ts';
import { readHere } from '../main/node/live-reader.ts';
import { systemWorkaroundPorts } from '../main/node/workaround-ports.ts';
import type { LivePorts, Ports } from '../main/ports.ts';
import { analyseCaptures } from '../main/services/analyse-captures.ts';
import { type DiagnosePorts, ownDiagnosePorts } from '../main/services/diagnose-ports.ts';
import { loadProductFacts } from '../main/services/product-facts.ts';

const resourcesFolder = join(import.meta.dirname, '..', '..', 'resources');
const facts = loadProductFacts(resourcesFolder);

/** A source whose packets and end the test decides. */
export function fakeElevation(first?: OpenSource | Refusal) {
  let listener: CaptureSourceEvents | null = null;
  const orders: CaptureStart[] = [];
  const asked: boolean[] = [];
  let closed = 0;
  const counts = { captured: 4, receivedByFilter: 4, droppedByKernel: 0 };
  const elevation: Elevation = {
    look: async () => ({ way: { kind: 'prompt' }, wasDeclined: false }),
    tracer: () => null,
    lookForHosts: async () => ({ way: { kind: 'prompt' }, wasDeclined: false }),
    changeHosts: async () => {
      throw new Error('capturing changes no hosts file');
    },
    open: async (events, askAgain, signal) => {
      asked.push(askAgain);
      listener = events;
      if (first !== undefined && 'kind' in first && (first.kind === 'manual' || first.kind === 'refused'))
        return first;
      if (signal?.aborted) return { kind: 'refused', failure: { kind: 'cancelled', detail: '' } };
      return {
        kind: 'open',
        source: {
          start: async (wanted) => {
            orders.push(wanted);
            return first === undefined ? null : (first as Refusal);
          },
          stop: async () => listener?.ended({ reason: 'stopped', counts }),
        },
      };
    },
    close: async () => {
      closed += 1;
    },
  };
  return { elevation, orders, asked, source: () => listener, closed: () => closed };
}

/**
 * The whole program over files in a folder of the test's, with a capturing source of the test's own.
 *
 * @param measuring the network that is measured; this machine's own unless told otherwise
 */
export function liveApp(
  folder: string,
  elevation: Elevation,
  more: Partial<LivePorts> = {},
  measuring: DiagnosePorts | null = null,
) {
  const heard = {
    progress: [] as LiveProgress[],
    reset: [] as LiveReset[],
    ended: [] as RecordedCapture[],
    connected: [] as number[],
    finished: [] as string[],
  };
  const live: LivePorts = {
    elevation,
    startReading: (targets) => readHere(facts, targets),
    toolVersion: async (tool) => `${tool} 4.99.3`,
    tools: () => [{ tool: 'tcpdump', program: '/usr/bin/tcpdump' }],
    interfaces: () => ['lo', 'eth0'],
    isEthernet: (name) => name === 'eth0',
    resolve: async (name) => (name === 'bitbucket.org' ? ['104.192.141.9', '2401:1d80:1010::151'] : []),
    freeBytes: async () => 5_000_000_000,
    platform: 'linux',
    windowsBuild: 0,
    ...more,
  };
  const ports: Ports = {
    now: () => new Date(),
    random: Math.random,
    userDataFolder: folder,
    resourcesFolder,
    product: { name: 'x', version: '1' },
    system: { platform: 'Linux', release: '1', runtime: 'Node' },
    names: { userName: 'u', hostName: 'h', homeFolder: '/home/u' },
    openMail: async () => false,
    notify: () => {},
    printPdf: async () => new Uint8Array(),
    dialogs: {
      openCaptures: async () => [],
      openReport: async () => null,
      saveReport: async () => null,
      saveLetter: async () => null,
    },
    startReport: () => {
      throw new Error('no report is made here');
    },
    prepareAnalysis: () => {},
    startAnalysis: (paths) => ({
      result: analyseCaptures({ paths, targets: [], selection: 'target-or-reset' }, facts),
      cancel: () => {},
    }),
    live,
    workaround: systemWorkaroundPorts(() => {}, '/nowhere/cli.cjs'),
    diagnose: (known) => measuring ?? ownDiagnosePorts(known),
  };
  const late = {} as AppHandlers;
  const fake = createIpcFake(appIpc, late);
  fake.bridge.live.onProgress((one) => void heard.progress.push(one));
  fake.bridge.live.onReset((one) => void heard.reset.push(one));
  fake.bridge.live.onConnected(({ made }) => void heard.connected.push(made));
  fake.bridge.live.onEnded((one) => void heard.ended.push(one));
  fake.bridge.capture.onFinished((one) => void heard.finished.push(one.kind));
  const info = { version: '1', electron: '1', chrome: '1', platform: 'linux', runtimeNote: 'none' } as const;
  const app = createApp(ports, fake.events as AppEvents, info);
  Object.assign(late, app.handlers);
  const { live: recording, capture, diagnose } = fake.bridge;
  return { app, live: recording, capture, diagnose, heard };
}
