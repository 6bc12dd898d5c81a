import { describe, expect, it } from 'vitest';
import { GIT_CONNECTED, readConnection, SSH_CONNECTING } from './fresh-connection.ts';

describe('where the user’s programs go, in their own words', () => {
  it.each([
    ['git with curl 7', '== Info: Connected to bitbucket.org (18.205.93.1) port 443 (#0)\n', '18.205.93.1'],
    ['git with curl 8.0', '== Info: Connected to bitbucket.org (18.205.93.1) port 443\n', '18.205.93.1'],
    [
      'git with curl 8.12',
      '== Info: Established connection to bitbucket.org (2401:1d80::1 port 443) from 10.0.0.2 port 41000\n',
      '2401:1d80::1',
    ],
    ['a git that went nowhere', 'fatal: unable to access: Could not resolve host', null],
  ])('%s', (_name, said, address) => {
    expect(readConnection(said, GIT_CONNECTED)).toMatchObject({ address, absent: false });
  });

  it('ssh tells the address before anything else, and the last one counts', () => {
    const said =
      'debug1: Connecting to bitbucket.org [2401:1d80::1] port 22.\ndebug1: connect to address 2401:1d80::1 port 22: Network is unreachable\ndebug1: Connecting to bitbucket.org [18.205.93.1] port 22.\n';
    expect(readConnection(said, SSH_CONNECTING).address).toBe('18.205.93.1');
    expect(readConnection(null, SSH_CONNECTING)).toEqual({
      address: null,
      detail: 'not installed',
      absent: true,
    });
  });
});
