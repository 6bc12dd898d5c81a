import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { answerWorkaround } from './app/answer-live.ts';
import { giveToOrdinaryUser } from './app/ordinary-user.ts';
import * as facts from './app/workaround-facts.ts';
import { expect, test } from './app-fixture.ts';
import { wizardOf } from './models/wizard.ts';

test('from the test to an override in force, and off again, with a reminder on every step meanwhile', async ({
  launch,
}) => {
  const app = await launch();
  const wizard = wizardOf(app);
  const { workaround } = wizard;
  await answerWorkaround(app, 'state', facts.state(facts.NOTHING));
  await answerWorkaround(app, 'test', facts.TESTED);
  await answerWorkaround(app, 'planApply', facts.planOf('apply', { kind: 'prompt' }));
  await answerWorkaround(app, 'planRevert', facts.planOf('revert', { kind: 'prompt' }));
  await wizard.goTo('Workaround');
  await expect(workaround.rail).toBeHidden();
  await expect(workaround.show, 'nothing before the addresses were tested').toBeDisabled();
  await workaround.test.click();
  await expect(workaround.address('18.205.93.1')).toContainText('Recommended');
  await expect(workaround.address('18.205.93.0')).toHaveAttribute('data-usable', 'false');
  await workaround.show.click();
  await expect(workaround.heading).toBeFocused();
  await expect(workaround.diff.locator('[data-line="added"]')).toHaveCount(4);
  await expect(workaround.diff, 'other machines are nobody’s business').not.toContainText('payroll');
  await expect(workaround.competing).toContainText('an old idea');

  await answerWorkaround(app, 'carryOut', facts.notPermitted);
  await workaround.apply.click();
  await expect(workaround.notPermitted).toBeFocused();
  await answerWorkaround(app, 'carryOut', facts.applied);
  await workaround.askAgain.click();
  await expect(workaround.inForce).toContainText('7 days left');
  await expect(workaround.inForce, 'git went past it, and that is said').toHaveAttribute(
    'data-override',
    'caution',
  );
  await expect(workaround.layer('lookup')).toHaveAttribute('data-effective', 'true');
  await expect(workaround.layer('git')).toHaveAttribute('data-effective', 'false');
  await expect(workaround.layer('ssh')).toHaveAttribute('data-effective', 'null');

  await expect(workaround.caches, 'what is emptied, and the line for what is not').toHaveText([
    'The old answers are gone from systemd-resolved.',
    /nscd.*sudo nscd -i hosts/,
  ]);

  await answerWorkaround(app, 'stillNeeded', facts.STILL_BROKEN);
  await workaround.askNeeded.click();
  await expect(workaround.needed).toContainText('Still needed');
  await expect(workaround.needed).toContainText('13 of 20');
  await answerWorkaround(app, 'stillNeeded', facts.HEALTHY);
  await workaround.askNeeded.click();
  await expect(workaround.needed).toContainText('at most 17 %');

  await wizard.goTo('Symptoms');
  await expect(workaround.rail).toContainText('7 days left');
  await workaround.rail.getByRole('button').click();
  await answerWorkaround(app, 'carryOut', facts.reverted);
  await workaround.takeOff.click();
  await expect(workaround.show).toBeVisible();
  await expect(workaround.rail).toBeHidden();
  await expect(workaround.caches).toContainText('sudo nscd -i hosts');
});

test('a timed revert is shown in full before it is set with the block, and said while it is there', async ({
  launch,
}) => {
  const app = await launch();
  const wizard = wizardOf(app);
  const { workaround } = wizard;
  await answerWorkaround(app, 'state', facts.state(facts.NOTHING));
  await answerWorkaround(app, 'test', facts.TESTED);
  await answerWorkaround(app, 'planTimer', facts.state(facts.NO_TIMER));
  await answerWorkaround(app, 'planApply', facts.planOf('apply', { kind: 'prompt' }, false, facts.TIMER));
  await answerWorkaround(app, 'carryOut', facts.appliedWithTimer);
  await wizard.goTo('Workaround');
  await expect(workaround.byItself).toHaveCount(2);
  await expect(workaround.byItself.first()).not.toBeChecked();
  await workaround.test.click();
  await workaround.byItself.first().press('Space');
  await expect(workaround.byItself.last(), 'one wish for all ways').toBeChecked();
  await expect(workaround.timer('none').first()).toContainText('no lasting place');
  await workaround.show.click();
  await expect(workaround.timer('systemd')).toContainText('the system’s own administrator');
  await workaround.showTimer.click();
  await expect(workaround.timer('systemd')).toContainText('"revert" "--expired" "--with" "hosts"');
  await expect(workaround.timer('systemd')).toContainText('enable --now bitbucket-reset-doctor-revert.timer');
  await workaround.apply.click();
  await expect(workaround.inForce).toContainText('scheduler takes it off by itself');
});

test('a file that changed meanwhile is said, and the change can be looked at anew', async ({ launch }) => {
  const app = await launch();
  const wizard = wizardOf(app);
  const { workaround } = wizard;
  await answerWorkaround(app, 'state', facts.state(facts.NOTHING));
  await answerWorkaround(app, 'test', facts.TESTED);
  await answerWorkaround(app, 'planApply', facts.planOf('apply', { kind: 'root' }));
  await answerWorkaround(app, 'carryOut', facts.changedMeanwhile);
  await wizard.goTo('Workaround');
  await workaround.test.click();
  await workaround.show.click();
  await workaround.apply.click();
  await expect(wizard.message).toContainText('nothing was written');
  await workaround.show.click();
  await expect(workaround.diff).toBeVisible();
});

test('when no legacy address works from here, no override is offered', async ({ launch }) => {
  const app = await launch();
  const { workaround, goTo, page } = wizardOf(app);
  await answerWorkaround(app, 'test', facts.ALL_BROKEN);
  await goTo('Workaround');
  await workaround.test.click();
  await expect(page.getByText('Not offered:')).toBeVisible();
  await expect(workaround.show).toBeDisabled();
});

test('the hosts file of this very system is shown as it would be changed, and stays as it is', async ({
  launch,
}) => {
  const app = await launch();
  const { workaround, goTo, page } = wizardOf(app);
  await answerWorkaround(app, 'test', facts.TESTED);
  await goTo('Workaround');
  await workaround.test.click();
  await workaround.show.click();
  await expect(workaround.diff.locator('[data-line="added"]').nth(1)).toContainText(
    '18.205.93.1 bitbucket.org',
  );
  await workaround.showLines.click();
  await expect(page.getByText(/^echo '18\.205\.93\.1 bitbucket\.org ssh\.bitbucket\.org'/)).toBeVisible();
  await page.getByRole('button', { name: 'Done, look again' }).click();
  await expect(workaround.rail).toBeHidden();
});

test('git’s own override that has outlived its time is said at the start, and comes off from the rail', async ({
  launch,
  newFolder,
}) => {
  const userDataDir = newFolder();
  const path = join(userDataDir, '.gitconfig');
  mkdirSync(join(userDataDir, 'overrides'));
  writeFileSync(
    path,
    '[http "https://bitbucket.org"]\n\tcurloptResolve = bitbucket.org:443:18.205.93.1\n[user]\n\tname = Anna\n',
  );
  const record = {
    ...{ schema: 'user-override/1', path, address: '18.205.93.1', existed: true, folderMade: false },
    ...{ madeAt: '2026-11-01T00:00:00Z', expiresAt: '2026-11-08T00:00:00Z', backup: null, sha256After: '' },
  };
  writeFileSync(join(userDataDir, 'overrides', 'git.json'), JSON.stringify(record));
  giveToOrdinaryUser(userDataDir);
  const { start, workaround } = wizardOf(
    await launch({ userDataDir, env: { GIT_CONFIG_GLOBAL: path, GIT_CONFIG_NOSYSTEM: '1' } }),
  );
  await expect(start.reminder).toContainText('In git: it was meant to end');
  await expect(workaround.rail).toContainText('overdue');
  await workaround.rail.getByRole('button').click();
  await expect(workaround.heading).toContainText('Get around it for now');
  await expect(workaround.rail, 'git itself no longer reports it').toBeHidden();
});

test('an override that security software undid is said at the start and in the step, until the user knows', async ({
  launch,
}) => {
  const app = await launch();
  const { workaround, goTo, page } = wizardOf(app);
  await answerWorkaround(app, 'state', facts.state(facts.VANISHED));
  await page.reload();
  await expect(workaround.vanished).toContainText('3 other entries are gone with it');
  await expect(workaround.vanished).toContainText('hosts-0123456789abcdef');
  await expect(workaround.vanished, 'the folder names the user').not.toContainText('anna');
  await goTo('Workaround');
  await expect(workaround.vanished).toContainText('Microsoft Defender');
  await answerWorkaround(app, 'acceptVanished', facts.state(facts.NOTHING));
  await workaround.acceptVanished.click();
  await expect(workaround.vanished).toBeHidden();
});

test('an override of an earlier day is the first thing on the start', async ({ launch }) => {
  const app = await launch();
  const wizard = wizardOf(app);
  await answerWorkaround(app, 'state', facts.state(facts.inForce(-2)));
  await wizard.page.reload();
  await expect(wizard.page.getByRole('region', { name: 'Time to take it off' })).toBeVisible();
  await expect(wizard.workaround.rail).toContainText('overdue');
});
