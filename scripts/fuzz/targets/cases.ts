import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compareCases } from '../../../src/core/comparison/compare-cases.ts';
import { createCase } from '../../../src/core/session/case-events.ts';
import { createCaseStore } from '../../../src/main/services/case-store.ts';
import { editDocument } from '../edit-document.ts';
import { type FuzzTarget, promise } from '../fuzz-target.ts';
import { madeReports } from '../report-inputs.ts';

const ID = 'OTTER-42';
const AT = '2026-11-24T20:00:00.000Z';
const home = mkdtempSync(join(tmpdir(), 'fuzz-cases-'));
const folder = join(home, 'cases', ID);
const store = createCaseStore(home, () => new Date(AT));
const reports = await madeReports();
const [{ analysis }, { diagnosis }] = [reports[0], reports.at(-1)] as typeof reports as [
  (typeof reports)[0],
  (typeof reports)[0],
];
const files: readonly (readonly [string, unknown])[] = [
  ['case.json', createCase(ID, AT)],
  ['analysis.json', analysis],
  ['diagnosis.json', diagnosis],
  ['traces.json', { schema: 'traces/1', outputs: [] }],
  ['paths.json', diagnosis?.paths ?? null],
  ['source.json', { schema: 'capture-source/1', path: '/nowhere/x.pcap' }],
  ['diagnosis.part.json', {}],
];

/** The folder of a case after a crash, an editor, another version or somebody's malice. Inputs say what to change where. */
export const target: FuzzTarget = {
  name: 'cases',
  mostBytes: 42,
  seeds: () => files.map((_, index) => Uint8Array.of(index, 0, 0, 9, 0, 0)),
  dictionary: [],
  async run(input) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const which = (input[0] ?? 0) % files.length;
    for (const [index, [name, document]] of files.entries()) {
      const text = JSON.stringify(index === which ? editDocument(document, input.subarray(2)) : document);
      const isCut = index === which && ((input[1] ?? 0) & 7) === 7;
      writeFileSync(join(folder, name), isCut ? (text ?? '').slice(0, input.length * 9) : (text ?? ''));
    }
    const summaries = await store.list();
    const current = await store.read(ID);
    promise(summaries.length === (current.kind === 'found' ? 1 : 0), 'the list has what can be opened');
    const [found, measured] = [await store.readAnalysis(ID), await store.readDiagnosis(ID)];
    const [paths] = [await store.readPaths(ID), await store.readTraces(ID), await store.readPart(ID)];
    if (current.kind === 'found') {
      await store.captureOf(current.value);
      const whole = {
        current: current.value,
        analysis: found.kind === 'found' ? found.value : null,
        diagnosis: measured.kind === 'found' ? measured.value : null,
        paths,
      };
      compareCases(whole, whole);
    }
    promise(readdirSync(folder).length >= files.length, 'what is damaged is set aside and not deleted');
  },
};
