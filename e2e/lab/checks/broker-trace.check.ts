import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bundleBroker } from '../../../scripts/bundle-broker.ts';
import type { Paths } from '../../../src/contract/paths.ts';
import { createElevation } from '../../../src/main/elevation/create-elevation.ts';
import { loadProductFacts } from '../../../src/main/services/product-facts.ts';
import { pathsOf } from '../../../src/main/services/trace-path.ts';
import { ownRightsPorts, traceWithRights } from '../../../src/main/services/trace-with-rights.ts';
import { hasTool } from '../network/requirements.ts';
import { loadScenario } from '../network/scenario.ts';
import { ANYCAST_ADDRESS } from '../network/topology.ts';
import { withLab } from '../recording/with-lab.ts';

const { playbook } = loadProductFacts(join(import.meta.dirname, '..', '..', '..', 'resources'));
const why = hasTool('traceroute') ? null : 'needs the Debian package traceroute';

/** The paths that the real broker, in the client's namespace, shows to a program that was given rights before. */
async function tracedIn(scenario: string, most: number): Promise<Paths> {
  const folder = mkdtempSync(join(tmpdir(), 'lab-trace-'));
  const broker = join(folder, 'broker.cjs');
  await bundleBroker(broker);
  try {
    return await withLab(loadScenario(scenario), async (lab) => {
      const unused = () => Promise.reject(new Error('not this way'));
      const elevation = createElevation({
        ...{ platform: 'linux', isRoot: true, temporaryFolder: folder, canAsk: () => false },
        ...{ probe: async () => null, checkTrust: unused, launchWithPrompt: unused },
        launchAsRoot: (bootstrap) =>
          new Promise((resolve) => {
            const words = ['netns', 'exec', lab.namespace('client'), process.execPath, broker, bootstrap];
            const child = spawn('ip', words, { stdio: 'ignore' });
            child.once('exit', (code) => resolve({ kind: 'failed', detail: `ended with ${code}` }));
          }),
      });
      expect(elevation.tracer(), 'nobody traces before rights were given').toBeNull();
      const listener = { bytes: async () => {}, grown: () => {}, ended: () => {}, lost: () => {} };
      expect(await elevation.open(listener, false)).toMatchObject({ kind: 'open' });
      const trace = traceWithRights(unused, elevation.tracer, ownRightsPorts(Math.random));
      const effort = { most, limitMs: 45_000 };
      const outputs = await trace(ANYCAST_ADDRESS, effort, new AbortController().signal);
      await elevation.close();
      const paths = pathsOf(outputs ?? [], playbook);
      if (paths === null) throw new Error(`no trace: ${JSON.stringify(outputs)}`);
      return paths;
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe.skipIf(why !== null)(`traces over TCP through the broker${why ? ` (${why})` : ''}`, () => {
  test('find the hop at which a split by packet parts one session', async () => {
    const { traces, classification, hops } = await tracedIn('alternate-split', 3);
    expect(traces.map(({ flow, protocol, isElevated }) => [flow, protocol, isElevated])).toEqual([
      ['same', 'tcp', true],
      ['varied', 'tcp', true],
      ['same', 'tcp', true],
    ]);
    expect(classification).toMatchObject({ kind: 'per-packet', confidence: 'strong', splitAt: 3 });
    const marks = hops.flatMap(({ responders }) => responders.flatMap((one) => one.marks));
    expect(marks, 'only TCP shows the flags of the target').toContain('syn,ack');
  });

  test('do not accuse a network that spreads by session', async () => {
    const { classification } = await tracedIn('healthy-per-flow', 1);
    expect(['per-flow', 'single-path']).toContain(classification.kind);
  });
});
