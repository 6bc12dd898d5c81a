import { randomBytes } from 'node:crypto';
import { addressLinks, buildNamespaces, pythonProgram } from './build-namespaces.ts';
import { certificateFiles, makeCertificates } from './certificates.ts';
import { setFaults } from './faults.ts';
import { identifyProcess, type LabProcess } from './lab-process.ts';
import { findLabPrefixes, type LabState, labFolder, namespaceOf, writeState } from './lab-state.ts';
import { requireLab } from './requirements.ts';
import { routeEverything } from './routing.ts';
import { assertNoUplink, machineInterfaces } from './safety.ts';
import type { Scenario } from './scenario.ts';
import { startProgram, waitForLine } from './start-program.ts';
import { takeDown } from './take-down.ts';
import { planTopology, type Topology } from './topology.ts';

export interface Lab {
  readonly prefix: string;
  readonly scenario: Scenario;
  readonly topology: Topology;
  readonly namespace: (node: string) => string;
  readonly files: ReturnType<typeof certificateFiles>;
}

export interface BringUpChoice {
  /** True when the laboratory belongs to this process and must not outlive it. */
  readonly owned: boolean;
  /** Called with the prefix before anything exists, so that a signal can take it down. */
  readonly onPrefix?: (prefix: string) => void;
}

function newPrefix(): string {
  const taken = findLabPrefixes();
  for (;;) {
    const prefix = `brd${randomBytes(2).toString('hex')}`;
    if (!taken.includes(prefix)) return prefix;
  }
}

async function startDelays(prefix: string, topology: Topology): Promise<LabProcess> {
  const links = topology.links
    .filter(({ delayMsOneWay }) => delayMsOneWay !== null)
    .map(({ near, far, delayMsOneWay }) =>
      [
        namespaceOf(prefix, near.node),
        near.device,
        namespaceOf(prefix, far.node),
        far.device,
        delayMsOneWay,
      ].join(':'),
    );
  const command = [...pythonProgram('delay-links.py'), ...links];
  const started = startProgram(prefix, namespaceOf(prefix, 'r1'), 'delay', command);
  await waitForLine(prefix, 'delay', started, 'ready');
  return started;
}

async function startServers({ prefix, scenario, topology, files, namespace }: Lab): Promise<LabProcess[]> {
  const started = topology.branches.map((branch) => {
    const closed = scenario.faults.flatMap((fault) =>
      fault.kind === 'closed-port' && fault.edges.includes(branch.name) ? [String(fault.port)] : [],
    );
    const program = new URL('../edge-server.ts', import.meta.url).pathname;
    const command = [process.execPath, program, branch.name, files.certificate, files.key, ...closed];
    const role = `server-${branch.name}`;
    return { role, process: startProgram(prefix, namespace(branch.nodes.at(-1) ?? ''), role, command) };
  });
  for (const { role, process: server } of started) await waitForLine(prefix, role, server, 'ready');
  return started.map(({ process: server }) => server);
}

async function startSpoofers({ prefix, scenario, namespace }: Lab): Promise<LabProcess[]> {
  const started: LabProcess[] = [];
  for (const fault of scenario.faults) {
    if (fault.kind !== 'spoof') continue;
    const settings = [String(fault.everyPort), String(fault.afterPackets)];
    const command = [...pythonProgram('spoofing-middlebox.py'), 'to-home', ...settings];
    const spoofer = startProgram(prefix, namespace('r1'), 'spoofer', command);
    await waitForLine(prefix, 'spoofer', spoofer, 'ready');
    started.push(spoofer);
  }
  return started;
}

/** Builds the whole network of a scenario. What fails half-way is taken down again before the error goes on. */
export async function bringUp(scenario: Scenario, { owned, onPrefix }: BringUpChoice): Promise<Lab> {
  requireLab();
  const before = machineInterfaces();
  const prefix = newPrefix();
  onPrefix?.(prefix);
  const topology = planTopology(scenario);
  const owner = owned ? identifyProcess(process.pid) : null;
  const { name, seed, edges } = scenario;
  const base = { schema: 'lab-state/1', prefix, scenario: name, seed, edges: edges.length } as const;
  let state: LabState = writeState({
    ...base,
    nodes: topology.nodes,
    processes: [],
    owner,
    phase: 'building',
  });
  const remember = (processes: readonly LabProcess[], phase: LabState['phase'] = 'building'): void => {
    state = writeState({ ...state, processes: [...state.processes, ...processes], phase });
  };
  const namespace = (node: string): string => namespaceOf(prefix, node);
  const lab: Lab = { prefix, scenario, topology, namespace, files: certificateFiles(labFolder(prefix)) };
  try {
    makeCertificates(labFolder(prefix));
    buildNamespaces(prefix, topology);
    remember([await startDelays(prefix, topology)]);
    addressLinks(prefix, topology, scenario);
    routeEverything(prefix, scenario, topology);
    setFaults(prefix, scenario, topology);
    remember(await startServers(lab));
    remember(await startSpoofers(lab));
    assertNoUplink(prefix, topology, before);
    remember([], 'up');
    return lab;
  } catch (error) {
    await takeDown(prefix);
    throw error;
  }
}
