import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { giveToOrdinaryUser } from './app/ordinary-user.ts';
import { startSessionBus, whyNoSessionBus } from './app/session-bus.ts';
import { expect, test } from './app-fixture.ts';
import { wizardOf } from './models/wizard.ts';

const why = whyNoSessionBus();

test('the desktop is told once, in words, that an override has outlived its time', async ({
  launch,
  newFolder,
}) => {
  test.skip(why !== null, why ?? '');
  const userDataDir = newFolder();
  const path = join(userDataDir, '.gitconfig');
  mkdirSync(join(userDataDir, 'overrides'));
  writeFileSync(path, '[http "https://bitbucket.org"]\n\tcurloptResolve = bitbucket.org:443:18.205.93.1\n');
  const record = {
    ...{ schema: 'user-override/1', path, address: '18.205.93.1', existed: true, folderMade: false },
    ...{ madeAt: '2026-11-01T00:00:00Z', expiresAt: '2026-11-08T00:00:00Z', backup: null, sha256After: '' },
  };
  writeFileSync(join(userDataDir, 'overrides', 'git.json'), JSON.stringify(record));
  giveToOrdinaryUser(userDataDir);
  const bus = await startSessionBus(newFolder());
  try {
    const env = {
      ...{ GIT_CONFIG_GLOBAL: path, GIT_CONFIG_NOSYSTEM: '1' },
      DBUS_SESSION_BUS_ADDRESS: bus.address,
    };
    const { start } = wizardOf(await launch({ userDataDir, env }));
    await expect(start.reminder).toContainText('In git: it was meant to end');
    await expect.poll(bus.shown).toEqual([
      {
        app: expect.any(String),
        summary: 'Time to take the Bitbucket override off',
        body: 'It was meant to end by now, and is still in force in git. Click here to look at it.',
      },
    ]);
  } finally {
    bus.close();
  }
});
