import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { expectAccessible } from '../app/axe.ts';
import { dropFiles } from '../app/drop-files.ts';
import { giveToOrdinaryUser } from '../app/ordinary-user.ts';
import type { Stage } from '../app/stage.ts';
import { tinyCapture } from '../app/tiny-capture.ts';
import { unzipReport } from '../app/unzip.ts';
import { connectKeyboard } from '../app/x11-keyboard.ts';
import { expect, isAlive, test } from '../app-fixture.ts';
import { wizardOf } from '../models/wizard.ts';

const packagedProgram = (): string => {
  const { packagedProgram: program } = JSON.parse(process.env.E2E_STAGE ?? '{}') as Stage;
  if (program === undefined) throw new Error('there is no packaged program: run "npm run pack" first');
  return program;
};

test('the packaged program opens its window and answers', async ({ launch }) => {
  const { page } = await launch();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  expect(await page.evaluate(() => window.app.app.info())).toMatchObject({ ok: true, value: { version } });
  expect(page.url()).toBe('app://wizard/index.html');
  await expectAccessible(page);
});

test('the packaged program analyses a capture on its own thread, with the facts it ships', async ({
  launch,
  newFolder,
}) => {
  const { page } = await launch();
  const capture = join(newFolder(), 'one-reset.pcap');
  writeFileSync(capture, tinyCapture());
  giveToOrdinaryUser(capture);
  const { answer, finished } = await dropFiles(page, capture);
  expect(answer).toMatchObject({ ok: true });
  expect(finished).toMatchObject({ kind: 'analysed' });
});

test('the packaged program leads the practice case to its verdict and exports the report', async ({
  launch,
  newFolder,
}) => {
  test.skip(process.platform !== 'linux', 'the dialog of the system is answered by X11 keys');
  const app = await launch();
  const { start, capture, report, goTo, page } = wizardOf(app);
  await start.openPractice.click();
  await expect(capture.verdictOf('anycast-shift-per-packet')).toContainText('This fits anycast shift');
  await goTo('Report');
  await expect(await report.show('report.txt')).toContainText('anycast-shift-per-packet');

  // Nothing of the program is replaced here: the real dialog opens and is answered with real keys.
  const keyboard = await connectKeyboard(process.env.DISPLAY ?? ':0');
  const before = new Set(await keyboard.windows());
  await report.save.click();
  let dialog: number | undefined;
  await expect
    .poll(async () => {
      dialog = (await keyboard.windows()).find((window) => !before.has(window));
      return dialog;
    })
    .toBeDefined();
  await keyboard.focus(dialog ?? 0);
  // GTK looks at its keyboard only once it has painted the dialog.
  await page.waitForTimeout(500);
  const path = join(newFolder(), 'report.zip');
  // The suggested name is selected without its ending, so that typing leaves `.zip` in place.
  await keyboard.type(`${path.replace(/\.zip$/, '')}\n`);
  await expect(report.saved).toContainText('report.zip');
  keyboard.close();

  const files = await unzipReport(path);
  expect([...files.keys()].sort()).toEqual([
    ...[
      'SHA256SUMS',
      'picture-ladder.svg',
      'report.html',
      'report.json',
      'report.txt',
      'resets.csv',
      'sessions.csv',
    ],
  ]);
  expect(JSON.parse(files.get('report.json')?.toString('utf8') ?? '{}')).toMatchObject({
    schema: 'report/1',
    analysis: { verdict: { kind: 'anycast-shift-per-packet' } },
  });
});

test('the packaged program survives kill -9 and starts again', async ({ launch }) => {
  const first = await launch();
  await expect(first.page.getByRole('heading', { level: 1 })).toBeVisible();
  await first.kill();
  expect(isAlive(first.pid)).toBe(false);
  const second = await launch({ userDataDir: first.userDataDir });
  await expect(second.page.getByRole('heading', { level: 1 })).toBeVisible();
});

test('the fuses are blown as promised', async () => {
  const wire = await getCurrentFuseWire(packagedProgram());
  expect(wire[FuseV1Options.RunAsNode]).toBe(FuseState.ENABLE);
  expect(wire[FuseV1Options.EnableNodeOptionsEnvironmentVariable]).toBe(FuseState.DISABLE);
  expect(wire[FuseV1Options.EnableNodeCliInspectArguments]).toBe(FuseState.DISABLE);
  expect(wire[FuseV1Options.OnlyLoadAppFromAsar]).toBe(FuseState.ENABLE);
  expect(wire[FuseV1Options.EnableEmbeddedAsarIntegrityValidation]).toBe(FuseState.ENABLE);
  // Electron 25 has no such fuse yet; an Electron that has it must have it off.
  expect(wire[FuseV1Options.GrantFileProtocolExtraPrivileges]).not.toBe(FuseState.ENABLE);
});

test('the packaged broker lies outside of the archive and does nothing without rights or a folder', async () => {
  const program = packagedProgram();
  const broker = join(dirname(program), 'resources', 'broker', 'broker.cjs');
  const run = spawnSync(program, [broker], { encoding: 'utf8', env: { ELECTRON_RUN_AS_NODE: '1' } });
  const isRoot = process.getuid?.() === 0;
  expect(run.status).toBe(isRoot ? 64 : 77);
  expect(run.stderr).toContain(isRoot ? 'usage: broker.cjs FOLDER' : 'not started with rights');
});

/** The packaged command line, without a display and with a home of its own. */
const cli = (home: string, words: readonly string[]) =>
  spawnSync(join(dirname(packagedProgram()), 'bitbucket-reset-doctor-cli'), words, {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: home, XDG_CONFIG_HOME: home, NO_COLOR: '1' },
  });

test('the packaged command line says what it is and can do, without a display', async ({ newFolder }) => {
  const home = newFolder();
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  expect(cli(home, ['--version'])).toMatchObject({ status: 0, stdout: `${version}\n` });
  expect(cli(home, ['--help']).stdout).toContain('workaround');
  expect(cli(home, ['no-such-command']).status).toBe(2);
  const capture = join(home, 'one-reset.pcap');
  writeFileSync(capture, tinyCapture());
  expect(JSON.parse(cli(home, ['analyze', capture, '--json']).stdout)).toMatchObject({
    schema: 'analysis/1',
  });
});

test('the packaged command line takes a block off a hosts file byte for byte, and one that has expired alone with --expired', async ({
  newFolder,
}) => {
  const home = newFolder();
  const hosts = join(home, 'hosts');
  const before = '127.0.0.1 localhost\n10.9.9.9 bitbucket.org\n';
  writeFileSync(hosts, before);
  expect(cli(home, ['workaround', 'apply', '--hosts-file', hosts]).status).toBe(0);
  const applied = readFileSync(hosts, 'utf8');
  expect(applied).toContain('18.205.93.1 bitbucket.org');
  const expired = ['workaround', 'revert', '--expired', '--with', 'hosts', '--hosts-file', hosts];
  expect(cli(home, expired).status).toBe(0);
  expect(readFileSync(hosts, 'utf8'), 'not yet').toBe(applied);
  writeFileSync(hosts, applied.replace(/ expires=\S+/, ' expires=2026-01-01T00:00:00Z'));
  expect(cli(home, expired).status).toBe(0);
  expect(readFileSync(hosts, 'utf8')).toBe(before);
});

test('the packaged program runs as plain Node, which what needs rights will use', () => {
  const run = spawnSync(packagedProgram(), ['-e', 'console.log(process.versions.node)'], {
    encoding: 'utf8',
    env: { ELECTRON_RUN_AS_NODE: '1', PATH: process.env.PATH },
  });
  expect(run.stdout.trim()).toMatch(/^\d+\.\d+\.\d+$/);
});
