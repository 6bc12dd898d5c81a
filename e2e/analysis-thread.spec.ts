import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dropFiles } from './app/drop-files.ts';
import { giveToOrdinaryUser } from './app/ordinary-user.ts';
import { tinyCapture } from './app/tiny-capture.ts';
import { expect, test } from './app-fixture.ts';

test('a dropped capture is analysed on a thread of its own', async ({ launch, newFolder }) => {
  const { page } = await launch();
  const capture = join(newFolder(), 'one-reset.pcap');
  writeFileSync(capture, tinyCapture());
  giveToOrdinaryUser(capture);
  const { answer, finished } = await dropFiles(page, capture);
  expect(answer).toEqual({ ok: true, value: { fileName: 'one-reset.pcap' } });
  expect(finished).toMatchObject({ kind: 'analysed' });
  const findings = await page.evaluate(() => window.app.capture.findings({ masks: false }));
  expect(findings).toMatchObject({ ok: true, value: { resetSessions: 1 } });
});

test('a file a script made up has no path and is not read', async ({ launch }) => {
  const { page } = await launch();
  const answer = await page.evaluate(() =>
    window.app.capture.openDropped([new File(['text'], '/etc/passwd')]),
  );
  expect(answer).toMatchObject({ ok: false, problem: { kind: 'not-readable' } });
});

test('a path where a file belongs is refused at the border', async ({ launch }) => {
  const { page } = await launch();
  const answer = await page.evaluate(() => {
    const openDropped = window.app.capture.openDropped as unknown as (input: unknown) => Promise<unknown>;
    const labelled = Object.defineProperty(new File(['text'], 'x'), 'path', { value: '/etc/passwd' });
    return Promise.all([
      openDropped([labelled]),
      openDropped(labelled),
      openDropped('/etc/passwd'),
      openDropped(['/etc/passwd']),
      openDropped([{ path: '/etc/passwd', name: 'x', size: 1 }]),
      openDropped([]),
    ]);
  });
  for (const each of answer) expect(each).toMatchObject({ ok: false });
});
