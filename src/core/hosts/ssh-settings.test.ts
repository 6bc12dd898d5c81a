import { expect, test } from 'vitest';
import { readSshSettings, sshSetting, unwantedSshChanges, whySshIgnores } from './ssh-settings.ts';

const BEFORE =
  'host bitbucket.org\nhostname bitbucket.org\nport 22\nidentityfile ~/.ssh/a\nidentityfile ~/.ssh/b\n';
const AFTER = BEFORE.replace('hostname bitbucket.org', 'hostname 18.205.93.1\nhostkeyalias bitbucket.org');

test('settings that repeat keep all their values, and Windows endings do not matter', () => {
  const settings = readSshSettings(AFTER.replaceAll('\n', '\r\n'));
  expect(settings.get('identityfile')).toEqual(['~/.ssh/a', '~/.ssh/b']);
  expect(sshSetting(settings, 'hostname')).toBe('18.205.93.1');
  expect(sshSetting(settings, 'proxyjump')).toBeNull();
});

test('what follows from the override is no unwanted change, a lost key is', () => {
  const before = readSshSettings(BEFORE);
  expect(unwantedSshChanges(before, readSshSettings(AFTER))).toEqual([]);
  expect(unwantedSshChanges(before, readSshSettings(AFTER.replace('identityfile ~/.ssh/b\n', '')))).toEqual([
    'identityfile',
  ]);
});

test.each([
  [AFTER, null],
  [AFTER.replace('port 22', 'port 443'), 'port 443'],
  [AFTER.replace('hostkeyalias bitbucket.org', ''), 'host key'],
  [BEFORE, 'to bitbucket.org, not to 18.205.93.1'],
])('the override is used, or the reason is said', (output, words) => {
  const why = whySshIgnores(readSshSettings(output), 'bitbucket.org', '18.205.93.1');
  if (words === null) expect(why).toBeNull();
  else expect(why).toContain(words);
});
