import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '../app-fixture.ts';
import { processLines } from '../elevation/permission-stage.ts';
import { type Wizard, wizardOf } from '../models/wizard.ts';
import { firstCounterTimes, watchFirstCounter } from './counter-time.ts';

const remains = (): string[] => processLines().filter((line) => /broker\.cjs|tcpdump/.test(line));
const brokers = (): string[] =>
  remains().filter((line) => /broker\.cjs/.test(line) && !/pkexec|sh -c/.test(line));
const count = async (wizard: Wizard, name: string): Promise<number> =>
  Number((await wizard.live.counter(name).textContent())?.replace(/\D/g, ''));

/** From the step's first button to a recording that runs; the policy of the stage says yes in place of a person. */
async function recordAsAsked(wizard: Wizard): Promise<void> {
  await wizard.goTo('Capture');
  await wizard.capture.recordNow.click();
  await expect(wizard.live.askingHeading).toBeFocused();
  // The card is shown before the names are looked up, and with them it is tried once more whether rights are needed.
  await expect.poll(remains, 'nothing goes on running before it is asked for').toEqual([]);
  await wizard.live.askMe.click();
  await expect(wizard.live.runningHeading).toBeFocused({ timeout: 30_000 });
}

test('an ordinary user is asked once, records the split as it happens, and reads the verdict', async ({
  launch,
}) => {
  test.setTimeout(200_000);
  const app = await launch();
  const wizard = wizardOf(app);
  const { live, capture } = wizard;
  await watchFirstCounter(app);
  await recordAsAsked(wizard);
  await expect.poll(async () => (await firstCounterTimes(app)).counterAt).toBeDefined();
  const { helloAt = Number.NaN, counterAt = Number.NaN } = await firstCounterTimes(app);
  expect(counterAt, 'nothing is counted before the broker has come').toBeGreaterThanOrEqual(helloAt);
  console.log(`first counter on the screen ${counterAt - helloAt} ms after the broker's hello`);
  const [broker] = brokers();
  await live.connect.click();
  await expect(live.attempts, 'every connection is told').toHaveCount(24, { timeout: 100_000 });
  await expect.poll(() => count(wizard, 'Resets'), 'resets are told as they come').toBeGreaterThan(3);
  expect(await count(wizard, 'Packets')).toBeGreaterThan(50);
  expect(await live.timeline.count()).toBeGreaterThan(3);
  await live.stop.click();
  await expect(capture.verdictOf('anycast-shift-per-packet')).toBeVisible({ timeout: 30_000 });
  await expect(live.recorded).toContainText('You stopped it');

  // The broker stays for the session: nobody is asked a second time, and the card says so.
  await capture.recordAgain.click();
  await expect(live.readyHeading).toBeFocused();
  await live.start.click();
  await expect(live.runningHeading).toBeFocused();
  // A child that the broker has just forked stands there under its name until it has become tcpdump.
  await expect.poll(brokers, 'the very same broker').toEqual([broker]);
  await live.stop.click();
  await expect(capture.verdict).toBeVisible({ timeout: 30_000 });
  // Told to quit, and not waited for: with a bus but none of its usual services about, Chromium 114 lingers long after
  // its last event. What has rights must be gone at once all the same.
  await app.electron?.evaluate(({ app: program }) => program.quit());
  await expect.poll(remains, { timeout: 5_000 }).toEqual([]);
});

test('killed while it records, it leaves no tcpdump, and what was recorded is offered at the next start', async ({
  launch,
}) => {
  test.setTimeout(120_000);
  const first = await launch();
  const wizard = wizardOf(first);
  await recordAsAsked(wizard);
  const id = await wizard.caseId();
  await wizard.live.connect.click();
  await expect.poll(() => count(wizard, 'Packets')).toBeGreaterThan(20);
  expect(remains().some((line) => line.includes('tcpdump'))).toBe(true);
  await first.kill();
  await expect.poll(remains, { timeout: 5_000 }).toEqual([]);
  const left = readdirSync('/tmp').filter((name) => name.startsWith('bitbucket-reset-doctor-'));
  expect(left.filter((name) => existsSync(`/tmp/${name}/token`))).toEqual([]);
  const folder = join(first.userDataDir, 'cases', id);
  expect(readdirSync(folder).filter((name) => name.endsWith('.partial'))).toHaveLength(1);
  const next = wizardOf(await launch({ userDataDir: first.userDataDir }));
  await next.goTo('Capture');
  await next.live.readLeft.click();
  await expect(next.capture.verdict).toBeVisible({ timeout: 30_000 });
  await expect(next.capture.damage, 'every record in it is whole').toHaveCount(0);
  await expect(next.live.leftOver).toHaveCount(0);
  expect(readdirSync(folder).filter((name) => name.endsWith('.partial'))).toEqual([]);
});
