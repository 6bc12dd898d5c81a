import { existsSync, readdirSync } from 'node:fs';
import { expect, test } from '../app-fixture.ts';
import { processLines } from '../elevation/permission-stage.ts';

const LIMITS = { interface: 'any', maxSeconds: 120, maxMegabytes: 50, askAgain: false };
const remains = (): string[] => processLines().filter((line) => /broker\.cjs|tcpdump/.test(line));

test('an ordinary user is asked once, records the split as it happens, and reads the verdict', async ({
  launch,
}) => {
  test.setTimeout(150_000);
  const { page, electron } = await launch();
  const plan = await page.evaluate(() => window.app.live.plan({ interface: 'any', resolve: true }));
  expect(plan).toMatchObject({ ok: true, value: { way: { kind: 'prompt' } } });
  await page.evaluate(() => {
    const seen = { progress: 0, resets: 0, attempts: 0, packets: 0 };
    Object.assign(window, { seenLive: seen });
    window.app.live.onProgress(({ packets }) =>
      Object.assign(seen, { packets, progress: seen.progress + 1 }),
    );
    window.app.live.onReset(() => Object.assign(seen, { resets: seen.resets + 1 }));
    window.app.live.onAttempt(() => Object.assign(seen, { attempts: seen.attempts + 1 }));
  });
  const began = await page.evaluate((limits) => window.app.live.begin(limits), LIMITS);
  expect(began).toMatchObject({ ok: true });
  expect(await page.evaluate(() => window.app.live.connect({ repository: null }))).toMatchObject({
    ok: true,
  });
  const seen = () =>
    page.evaluate(
      () =>
        (window as unknown as { seenLive: { resets: number; attempts: number; packets: number } }).seenLive,
    );
  await expect.poll(async () => (await seen()).attempts, { timeout: 100_000 }).toBeGreaterThanOrEqual(24);
  expect((await seen()).resets, 'resets are told as they come').toBeGreaterThan(3);
  expect((await seen()).packets).toBeGreaterThan(50);
  expect(await page.evaluate(() => window.app.live.stop())).toMatchObject({ ok: true });
  await expect
    .poll(async () => page.evaluate(() => window.app.capture.findings({ masks: true })), { timeout: 30_000 })
    .toMatchObject({ ok: true, value: { verdict: { kind: 'anycast-shift-per-packet' } } });
  // Told to quit, and not waited for: with a bus but none of its usual services about, Chromium 114 lingers long after
  // its last event. What has rights must be gone at once all the same.
  await electron?.evaluate(({ app }) => app.quit());
  await expect.poll(remains, { timeout: 5_000 }).toEqual([]);
});

test('killed while it captures, it leaves no tcpdump, and what was recorded is read at the next start', async ({
  launch,
}) => {
  test.setTimeout(120_000);
  const first = await launch();
  expect(await first.page.evaluate((limits) => window.app.live.begin(limits), LIMITS)).toMatchObject({
    ok: true,
  });
  await first.page.evaluate(() => window.app.live.connect({ repository: null }));
  await expect.poll(remains).not.toEqual([]);
  await first.page.waitForTimeout(3_000);
  await first.kill();
  await expect.poll(remains, { timeout: 5_000 }).toEqual([]);
  const left = readdirSync('/tmp').filter((name) => name.startsWith('bitbucket-reset-doctor-'));
  expect(left.filter((name) => existsSync(`/tmp/${name}/token`))).toEqual([]);
  const second = await launch({ userDataDir: first.userDataDir });
  expect(await second.page.evaluate(() => window.app.live.recover())).toMatchObject({
    ok: true,
    value: { fileName: expect.stringContaining('.pcap') },
  });
  await expect
    .poll(async () => second.page.evaluate(() => window.app.capture.findings({ masks: true })), {
      timeout: 30_000,
    })
    .toMatchObject({ ok: true, value: { counts: { packets: expect.any(Number) } } });
});
