import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TraceOutput } from '../../contract/diagnose.ts';
import { diagnosisSchema } from '../../contract/diagnosis.ts';
import { ALL_REPORT_PARTS } from '../../contract/report.ts';
import { createCase } from '../../core/session/case-events.ts';
import { analyseBytes, FIXTURES, REPOSITORY } from '../../test-support/analyse-bytes.ts';
import { measuredWorld } from '../../test-support/measured-world.ts';
import { reportOf } from '../../test-support/report-zip.ts';
import { diagnose } from './diagnose.ts';
import { loadProductFacts } from './product-facts.ts';

const facts = loadProductFacts(join(REPOSITORY, 'resources'));
const analysis = analyseBytes(readFileSync(join(FIXTURES, 'alternate-split.pcap')));
const TRACE = readFileSync(join(REPOSITORY, 'e2e', 'fixtures', 'traces', 'linux-two-in-one.txt'), 'utf8');
const PARTS = [
  ...['report.html', 'report.txt', 'report.json', 'sessions.csv', 'resets.csv', 'attempts.csv', 'hops.csv'],
  ...['picture-intervals.svg', 'picture-attempts.svg', 'picture-survival.svg', 'picture-paths-1.svg'],
  ...['picture-ladder.svg', 'SHA256SUMS'],
];
test('what was done on the network is told, also where what was measured is left out', async () => {
  const diagnosis = diagnosisSchema.parse(
    await diagnose(
      { mode: 'quick', idleMinutes: null },
      facts,
      measuredWorld({}).used,
      new AbortController().signal,
    ),
  );
  const files = await reportOf({
    ...{ current: createCase('OTTER-42', '2026-11-24T20:00:00Z'), analysis, diagnosis, paths: null },
    ...{ parts: { ...ALL_REPORT_PARTS, measurement: false }, masks: true, inForce: [] },
  });
  const report = JSON.parse(files.find(({ name }) => name === 'report.json')?.text ?? '');
  expect(report.diagnosis).toBeNull();
  expect(report.changes).toEqual([expect.stringContaining('this case opened connections')]);
  expect(report.observed.map(({ what }: { what: string }) => what)).toEqual(['resets']);
});

const word = fc.stringMatching(/^[a-z]{7,12}$/);

test('no part of a report on a live diagnosis holds what was planted in the machine, its settings and its way', async () => {
  await fc.assert(
    fc.asyncProperty(
      ...[fc.integer({ min: 2, max: 250 }), fc.stringMatching(/^[A-Za-z0-9]{16,24}$/), word, word, word],
      async (number, token, workspace, repository, person) => {
        const [gateway, inner, tunnel] = [`192.168.${number}.3`, `10.${number}.44.7`, `100.64.${number}.9`];
        const remote = `https://x:${token}@bitbucket.org/${workspace}q/${repository}r.git`;
        const text = TRACE.replaceAll('192.168.1.1', gateway).replaceAll(' 198.51.100.2 ', ` ${inner} `);
        const trace: TraceOutput = {
          ...{ source: `/home/${person}h/trace.txt`, text, flow: 'same', isOwn: true, isPartial: false },
          ...{ origin: null, protocol: null, address: null },
        };
        const proxy = `http://${person}h:${token}@${inner}:3128`;
        const { used } = measuredWorld({
          traces: [trace],
          outcome: (arm) => (arm === 'anycast' ? 'reset' : 'ok'),
          machine: {
            names: ['bitbucket.org', 'box'],
            environment: { HTTPS_PROXY: proxy, https_proxy: proxy },
            gitProxy: proxy,
            gitSsh: `ssh -i /home/${person}h/.ssh/${workspace}q`,
            remotes: [remote, `git@bitbucket.org:${workspace}q/${repository}r.git`],
            interfaces: [{ name: 'tun0', addresses: [tunnel] }],
            keptSessions: [`/home/${person}h/.ssh/cm-git@bitbucket.org:22`],
          },
        });
        const diagnosis = diagnosisSchema.parse(
          await diagnose({ mode: 'quick', idleMinutes: null }, facts, used, new AbortController().signal),
        );
        const current = createCase('OTTER-42', '2026-11-24T20:00:00Z');
        const made = { current, analysis, diagnosis, paths: null, parts: ALL_REPORT_PARTS, inForce: [] };
        const files = await reportOf({ ...made, masks: true });
        expect(files.map(({ name }) => name).sort()).toEqual([...PARTS].sort());
        const planted = [gateway, inner, tunnel, token, `${workspace}q`, `${repository}r`, `${person}h`];
        for (const { name, bytes } of files)
          for (const one of planted)
            expect(Buffer.from(bytes).includes(one), `${one} in ${name}`).toBe(false);
        const open = (await reportOf({ ...made, masks: false }))
          .map(({ bytes }) => Buffer.from(bytes).toString())
          .join();
        expect(
          planted.filter((one) => open.includes(one)),
          'without masks it is there to be hidden',
        ).toEqual([...[gateway, inner, `${person}h`]]);
        const hops = files.find(({ name }) => name === 'hops.csv')?.text ?? '';
        expect(hops, 'the way itself is still told').toContain('198.51.100.34');
        expect(hops).toMatch(/\bip-\d+\b/);
      },
    ),
    { numRuns: 15 },
  );
});
