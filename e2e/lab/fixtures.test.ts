import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { analyseCaptures } from '../../src/main/services/analyse-captures.ts';
import { loadProductFacts } from '../../src/main/services/product-facts.ts';
import { type AnalysisToCompare, compareWithAnalysis } from './truth/compare-with-analysis.ts';
import type { Truth } from './truth/truth-document.ts';
import { countsOf, hasTshark, readWithTshark } from './truth/tshark-counts.ts';

const PROJECT = join(import.meta.dirname, '..', '..');
const FOLDER = join(PROJECT, 'e2e', 'fixtures', 'captures');
const facts = loadProductFacts(join(PROJECT, 'resources'));

const analyse = async (path: string) => {
  const result = await analyseCaptures({ paths: [path], targets: [], selection: 'all' }, facts);
  if (!result.ok) throw new Error(result.problem.message);
  return result.value;
};
const readTruth = (name: string): Truth =>
  JSON.parse(readFileSync(join(FOLDER, `${name}.truth.json`), 'utf8')) as Truth;

const names = readdirSync(FOLDER).flatMap((file) => /^(.*)\.truth\.json$/.exec(file)?.[1] ?? []);

describe('captures recorded in the laboratory are read as the edges know it was', () => {
  test('there is a recording of every scenario', () => {
    const scenarios = readdirSync(join(import.meta.dirname, 'scenarios')).map((file) => file.slice(0, -5));
    expect([...names].sort()).toEqual(scenarios.sort());
  });

  test.each(names)('%s', async (name) => {
    const truth = readTruth(name);
    const analysis = await analyse(join(FOLDER, `${name}.pcap`));
    const { contradictions, firstResets } = compareWithAnalysis(truth, analysis as AnalysisToCompare);
    expect(contradictions).toEqual([]);
    const judged = firstResets.right + firstResets.open;
    expect(firstResets.right).toBeGreaterThanOrEqual(Math.floor(0.9 * judged));
  });
});

describe('the comparison itself sees', () => {
  const break_ = (analysis: AnalysisToCompare, change: Partial<AnalysisToCompare>) =>
    compareWithAnalysis(readTruth('firewall-reject'), { ...analysis, ...change }).contradictions;

  test('another verdict, a missing session, a wrong cause and mixed edges', async () => {
    const analysis: AnalysisToCompare = await analyse(join(FOLDER, 'firewall-reject.pcap'));
    expect(break_(analysis, {})).toEqual([]);
    expect(break_(analysis, { verdict: { kind: 'healthy', confidence: 'weak' } })).toHaveLength(1);
    expect(break_(analysis, { sessions: analysis.sessions.slice(1) })).toHaveLength(1);
    const blamed = analysis.sessions.map((session) => ({
      ...session,
      resets: session.resets.map((reset) => ({ ...reset, cause: 'other-edge' })),
    }));
    expect(break_(analysis, { sessions: blamed }).length).toBeGreaterThanOrEqual(10);
    const mixed = analysis.sessions.map((session) => ({ ...session, edge: 'A' }));
    expect(break_(analysis, { sessions: mixed })).toEqual(['edge A mixes sessions of A and legacy']);
  });
});

describe('the other forms of one recording', () => {
  test.each(['.pcapng', '.pcap.gz', '-ethernet.pcap'])(
    'alternate-split%s tells the same of every session',
    async (ending) => {
      const plain = await analyse(join(FOLDER, 'alternate-split.pcap'));
      const other = await analyse(join(FOLDER, `alternate-split${ending}`));
      const causes = (analysis: typeof plain): string[] =>
        analysis.sessions.flatMap((session) =>
          session.resets.map(({ cause }) => `${session.client.port} ${cause}`),
        );
      expect(causes(other).sort()).toEqual(causes(plain).sort());
      expect(other.verdict.kind).toBe(plain.verdict.kind);
    },
  );

  test('a file that breaks off is read up to the break, and says where', async () => {
    const whole = await analyse(join(FOLDER, 'alternate-split.pcap'));
    const cut = await analyse(join(FOLDER, 'alternate-split-cut.pcap'));
    expect(cut.files[0]?.damage).toMatchObject({ kind: 'cut-record' });
    expect(cut.counts.packets).toBeGreaterThan(0.6 * whole.counts.packets);
    expect(cut.counts.packets).toBeLessThan(whole.counts.packets);
    expect(cut.verdict.kind).toBe('anycast-shift-per-packet');
  });
});

describe('what is said elsewhere about these recordings', () => {
  test.each(names)('docs/accuracy.md tells of %s what comes out today', async (name) => {
    const truth = readTruth(name);
    const analysis = await analyse(join(FOLDER, `${name}.pcap`));
    const { right, open, wrong } = compareWithAnalysis(truth, analysis).firstResets;
    const { connections, flowsReset } = truth.totals;
    const { kind, confidence } = analysis.verdict;
    const line = `| ${name} | ${connections.anycast} + ${connections.legacy} | ${flowsReset.anycast} + ${flowsReset.legacy} | ${right} / ${open} / ${wrong} | \`${kind}\` | ${confidence} |`;
    expect(readFileSync(join(PROJECT, 'docs', 'accuracy.md'), 'utf8')).toContain(line);
  });

  const captures = readdirSync(FOLDER).filter((file) => /\.pcap(ng)?$/.test(file) && !file.includes('-cut'));
  test.runIf(hasTshark()).each(captures)('tshark counts the same in %s', async (file) => {
    const path = join(FOLDER, file);
    const { counts, tcp } = await analyse(path);
    const theirs = readWithTshark(path);
    expect({ ...tcp, packets: counts.packets, tcp: counts.tcp }).toMatchObject(
      theirs ? countsOf(theirs) : {},
    );
    expect(theirs?.frames.length).toBeGreaterThan(0);
  });
});
