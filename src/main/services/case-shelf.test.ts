import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AppHandlers } from '../../contract/app-ipc.ts';
import type { Result } from '../../contract/problem.ts';
import { analyseBytes, FIXTURES, REPOSITORY } from '../../test-support/analyse-bytes.ts';
import { REPORT_PORTS, reportFilesOf, saveReportZip } from '../../test-support/report-zip.ts';
import { createCaseService } from './case-service.ts';
import { createCaseShelf } from './case-shelf.ts';
import { createCaseStore } from './case-store.ts';
import { loadProductFacts } from './product-facts.ts';

const facts = loadProductFacts(join(REPOSITORY, 'resources'));
const captureOf = (name: string) => readFileSync(join(FIXTURES, `${name}.pcap`));
const caller = { windowId: 1 };

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'case-shelf-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const valueIn = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.problem.message);
  return result.value;
};

function start(chosen: string | null = null) {
  let seconds = 0;
  const now = () => new Date(Date.UTC(2026, 10, 26, 9) + 1000 * seconds++);
  let drawn = 0;
  const random = () => (drawn++ % 32) / 32;
  const store = createCaseStore(folder, now);
  const cases = createCaseService(store, { now, random });
  const dialogs = { openReport: async () => chosen };
  const shelf = createCaseShelf(store, facts, { now, random, names: REPORT_PORTS.names, dialogs });
  const handlers = { ...cases.handlers, ...shelf } as AppHandlers['cases'];
  const list = async () => valueIn(await handlers.list(undefined, caller));
  return { store, cases, handlers, list };
}

/** A case of this machine with a capture in it. */
async function ownCase({ cases, handlers }: ReturnType<typeof start>, name: string): Promise<string> {
  const { id } = valueIn(await handlers.create(undefined, caller));
  valueIn(
    await cases.keepAnalysis(
      id,
      analyseBytes(captureOf(name)),
      {
        ...{ kind: 'analysed', source: 'file', fileName: `${name}.pcap`, sizeBytes: 1 },
        analysedAt: '2026-11-26T09:00:00Z',
      },
      ['/nowhere.pcap'],
    ),
  );
  return id;
}

describe('a case', () => {
  test('gets a title beside its name, open or not; secrets do not stay in it', async () => {
    const app = start();
    const first = await ownCase(app, 'closed-port');
    const second = await ownCase(app, 'closed-port');
    valueIn(await app.handlers.rename({ id: first, title: ' before the fix ' }, caller));
    valueIn(await app.handlers.rename({ id: second, title: 'password=hunter22' }, caller));
    const titles = new Map((await app.list()).map(({ id, title }) => [id, title]));
    expect(titles.get(first)).toBe('before the fix');
    expect(titles.get(second)).not.toContain('hunter22');
    const shown = valueIn(await app.handlers.current(undefined, caller));
    expect(shown.current).toMatchObject({ id: second, title: titles.get(second) });
  });

  test('is deleted with everything in its folder, and the others stay', async () => {
    const app = start();
    const [first, second] = [await ownCase(app, 'closed-port'), await ownCase(app, 'unreachable')];
    writeFileSync(join(folder, 'cases', second, 'recording.pcap'), 'x');
    valueIn(await app.handlers.remove({ id: second }, caller));
    expect((await app.list()).map(({ id }) => id)).toEqual([first]);
    expect(readdirSync(join(folder, 'cases')).filter((name) => name !== 'last-opened.json')).toEqual([first]);
    expect(valueIn(await app.handlers.current(undefined, caller)).current).toBeNull();
    expect(await app.cases.analysis()).toBeNull();
    expect(await app.handlers.remove({ id: second }, caller), 'it has gone').toMatchObject({ ok: false });
    const again = start();
    expect(valueIn(await again.handlers.current(undefined, caller)).current).toBeNull();
  });
});

describe('a case from another machine', () => {
  test('is taken in under its name with all it rests on, and is only read', async () => {
    const path = await saveReportZip(
      folder,
      await reportFilesOf(captureOf('alternate-split'), 'ZEBRA-77'),
      'ZEBRA-77',
    );
    const app = start(path);
    const taken = valueIn(await app.handlers.import(undefined, caller));
    expect(taken).toMatchObject({
      id: 'ZEBRA-77',
      title: 'office',
      origin: { kind: 'imported', masksOn: true },
    });
    valueIn(await app.handlers.open({ id: 'ZEBRA-77' }, caller));
    expect(await app.cases.analysis()).toMatchObject({ verdict: { kind: 'anycast-shift-per-packet' } });
    const before = readFileSync(join(folder, 'cases', 'ZEBRA-77', 'analysis.json'));
    for (const refused of [
      await app.handlers.writeNote({ note: 'mine' }, caller),
      await app.cases.ensureOwn(),
      await app.cases.apply({ kind: 'symptom-written', text: 'x', symptom: null }),
      await app.cases.keepMeasured('ZEBRA-77', { diagnosis: null, traces: [] }),
      await app.cases.keepAnalysis(
        'ZEBRA-77',
        analyseBytes(captureOf('unreachable')),
        {
          ...{ kind: 'analysed', source: 'file', fileName: 'x', sizeBytes: 1 },
          analysedAt: '2026-11-26T09:00:00Z',
        },
        ['/nowhere.pcap'],
      ),
    ])
      expect(refused).toMatchObject({ ok: false, problem: { reason: 'imported' } });
    expect(readFileSync(join(folder, 'cases', 'ZEBRA-77', 'analysis.json'))).toEqual(before);
    valueIn(await app.handlers.goTo({ step: 'capture' }, caller));
    valueIn(await app.handlers.rename({ id: 'ZEBRA-77', title: 'the branch office' }, caller));
  });

  test('never takes the place of one that is here: it gets another name and says its own', async () => {
    const app = start();
    const id = await ownCase(app, 'unreachable');
    const path = await saveReportZip(folder, await reportFilesOf(captureOf('closed-port'), id), id);
    const again = start(path);
    const before = readFileSync(join(folder, 'cases', id, 'case.json'));
    const taken = valueIn(await again.handlers.import(undefined, caller));
    expect(taken?.id).not.toBe(id);
    expect(taken?.origin).toMatchObject({ caseId: id });
    expect(readFileSync(join(folder, 'cases', id, 'case.json'))).toEqual(before);
  });

  test('leaves nothing behind when it is refused or the dialog is closed', async () => {
    writeFileSync(join(folder, 'no.zip'), 'no zip');
    const app = start(join(folder, 'no.zip'));
    expect(await app.handlers.import(undefined, caller)).toMatchObject({ problem: { kind: 'not-a-report' } });
    expect(existsSync(join(folder, 'cases'))).toBe(false);
    expect(valueIn(await start(null).handlers.import(undefined, caller))).toBeNull();
  });
});

describe('two cases side by side', () => {
  test('are told apart by one sentence with both counts, beyond chance, and masked alike', async () => {
    const app = start();
    const broken = await ownCase(app, 'alternate-split');
    const whole = await ownCase(app, 'healthy-per-flow');
    const made = valueIn(await app.handlers.compare({ one: broken, other: whole, masks: true }, caller));
    expect(made).toMatchObject({ basis: 'capture', one: { id: broken }, other: { id: whole } });
    expect(made.probability).toBeLessThan(0.001);
    const { failures, attempts } = made.one.capture?.anycast ?? { failures: 0, attempts: 0 };
    expect(failures).toBeGreaterThan(0);
    expect(made.summary).toContain(`${failures} of ${attempts}`);
    expect(made.summary).toContain('more than chance');
    expect(made.summary).toContain('“No fault seen”');
    expect(JSON.stringify(made)).not.toMatch(/"(?:10|192\.168)\.\d/);
  });

  test('of which one has gone are a problem that names it', async () => {
    const app = start();
    const one = await ownCase(app, 'unreachable');
    const gone = await app.handlers.compare({ one, other: 'YAK-99', masks: true }, caller);
    expect(gone.ok ? '' : gone.problem.message).toContain('YAK-99');
  });
});
