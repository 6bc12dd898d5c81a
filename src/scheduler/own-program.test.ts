import { expect, test } from 'vitest';
import { ownProgram } from './own-program.ts';

const LINUX = {
  ...{ platform: 'linux', runtime: '/opt/x/x', isElectron: true, isAppImage: false },
  exists: () => true,
};
const CLI = '/opt/x/resources/cli/cli.cjs';

test('the installed program runs its own command line as plain Node', () => {
  expect(ownProgram(CLI, LINUX)).toEqual({
    ...{ kind: 'known', program: ['/opt/x/x', CLI], environment: { ELECTRON_RUN_AS_NODE: '1' } },
    files: ['/opt/x/x', CLI],
  });
});

test('on Windows, where a task has no environment, the installed launcher does; and all of it has to be trusted', () => {
  const runtime = 'C:\\Program Files\\X\\X.exe';
  const launcher = 'C:\\Program Files\\X\\bitbucket-reset-doctor-cli.cmd';
  expect(ownProgram('C:\\cli.cjs', { ...LINUX, platform: 'win32', runtime })).toEqual({
    ...{ kind: 'known', program: [launcher], environment: {} },
    files: [launcher, runtime, 'C:\\cli.cjs'],
  });
  const exists = (path: string) => path !== launcher;
  expect(ownProgram('C:\\cli.cjs', { ...LINUX, platform: 'win32', runtime, exists }).kind).toBe('none');
});

test.each([
  ['an AppImage', { isAppImage: true }, 'no lasting place'],
  ['a program without its command line', { exists: () => false }, 'not installed'],
])('%s has nothing a scheduler could run, and that is said', (_what, more, words) => {
  expect(ownProgram(CLI, { ...LINUX, ...more })).toEqual({
    kind: 'none',
    because: expect.stringContaining(words),
  });
});
