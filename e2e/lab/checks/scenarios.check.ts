import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { recordScenario } from '../recording/record-scenario.ts';
import { type AnalysisToCompare, compareWithAnalysis } from '../truth/compare-with-analysis.ts';

const PROJECT = join(import.meta.dirname, '..', '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'reset-lab-check-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The command line as a build agent calls it: document and exit code. */
function analyze(capture: string): { analysis: AnalysisToCompare; exit: number | null } {
  const words = [join(PROJECT, 'src', 'cli', 'index.ts'), 'analyze', capture, '--sessions', 'all', '--json'];
  const { stdout, status } = spawnSync(process.execPath, words, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return { analysis: JSON.parse(stdout) as AnalysisToCompare, exit: status };
}

/** Not the recordings' seed, so that other sessions meet other edges. */
const SEED = 2;

describe('a network built now, with a fault put into it, is read rightly', () => {
  test.each([
    'healthy-per-flow',
    'alternate-split',
    'alternate-split-four',
    'random-5-percent',
    'route-change',
    'firewall-reject',
    'server-abort',
    'closed-port',
    'late-data-after-close',
    'nat-forgotten',
  ])('%s', async (name) => {
    const { truth, capture } = await recordScenario(name, folder, { seed: SEED });
    const { analysis, exit } = analyze(capture);
    const { contradictions, firstResets } = compareWithAnalysis(truth, analysis);
    expect(contradictions).toEqual([]);
    expect(exit).toBe(truth.expected.exit);
    expect(firstResets.open).toBeLessThanOrEqual(0.1 * (firstResets.right + firstResets.open));
  });
});

test('what the scenarios promise really happens in the network', async () => {
  const { truth: healthy } = await recordScenario('healthy-per-flow', folder, { seed: SEED + 1 });
  expect(healthy.totals.flowsAtSeveralEdges).toBe(0);
  expect(healthy.totals.completed).toEqual(healthy.totals.connections);
  const owners = new Set(
    healthy.flows.filter(({ service }) => service === 'anycast').map((flow) => flow.synOwner),
  );
  expect(owners.size).toBe(2);
});
