import { describe, expect, it } from 'vitest';
import { launchCommand } from './launch-command.ts';

const electron = '/opt/electron/electron';
const root = { platform: 'linux', getuid: () => 0, homeOf: (uid: string) => `/homes/${uid}` } as const;

describe('who runs the window', () => {
  it('is the ordinary user who asked, sandbox on', () => {
    const command = launchCommand(electron, {
      platform: 'linux',
      homeOf: () => '',
      getuid: () => 1000,
      env: {},
    });
    expect(command).toEqual({ program: electron, before: [], env: {} });
  });

  it('is the user behind sudo, not root', () => {
    const env = { SUDO_UID: '1000', SUDO_GID: '1000', SUDO_USER: 'ada', HOME: '/root' };
    const command = launchCommand(electron, { ...root, env });
    expect(command.program).toBe('setpriv');
    expect(command.before).toEqual(['--reuid=1000', '--regid=1000', '--init-groups', '--', electron]);
    expect(command.before).not.toContain('--no-sandbox');
    expect(command.env.HOME).toBe('/homes/1000');
  });

  it('is root only in a root session, and that is said', () => {
    for (const env of [
      {},
      { SUDO_UID: '0', SUDO_GID: '0', SUDO_USER: 'root' },
      { SUDO_UID: '1; id', SUDO_GID: '1', SUDO_USER: 'x' },
    ]) {
      const command = launchCommand(electron, { ...root, env });
      expect(command.before).toEqual(['--no-sandbox']);
      expect(command.note).toContain('root');
    }
  });
});
