import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Result } from '../../contract/problem.ts';
import type { AddressAttemptView, OverrideChoice } from '../../contract/workaround.ts';
import type { AddressChoice } from '../../core/workaround/judge-addresses.ts';
import { applyOverride, revertOverride } from '../../hosts-file/change-hosts.ts';
import type { Elevation, HostsChanged, HostsOrder } from '../elevation/capture-source.ts';
import { askSsh } from '../node/ask-ssh.ts';
import {
  GIT_CONNECTED,
  readConnection,
  type SeenConnection,
  SSH_CONNECTING,
} from '../node/fresh-connection.ts';
import { readObstacleFacts } from '../node/read-obstacle-facts.ts';
import { loadProductFacts } from './product-facts.ts';
import { createWorkaroundService } from './workaround-service.ts';

const facts = loadProductFacts(join(import.meta.dirname, '..', '..', '..', 'resources'));
const BEFORE = '127.0.0.1 localhost\n10.9.9.9 bitbucket.org\n';
const choice: OverrideChoice = {
  ...{ address: '18.205.93.2', names: ['bitbucket.org', 'ssh.bitbucket.org'], days: 3, setAsideOthers: true },
};
const REFUSED: HostsChanged = { kind: 'refused', failure: { kind: 'declined', detail: '' } };

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'workaround-test-'));
  path = join(folder, 'hosts');
  writeFileSync(path, BEFORE);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The service, with a helper that has rights over the test's own file. */
function start(answer?: HostsChanged) {
  const orders: HostsOrder[] = [];
  const attempts: AddressAttemptView[] = [];
  const seen = (address: string | null): SeenConnection => ({ address, detail: '', absent: false });
  const work = (order: HostsOrder): HostsChanged => {
    const done =
      order.verb === 'hosts.apply'
        ? applyOverride(path, order.input, '1.2.3')
        : revertOverride(path, order.input);
    return 'output' in done
      ? { kind: 'done', written: done.output }
      : { kind: 'not-done', refusal: done.refusal };
  };
  const elevation: Elevation = {
    look: async () => ({ way: { kind: 'prompt' }, wasDeclined: false }),
    lookForHosts: async () => ({ way: { kind: 'prompt' }, wasDeclined: false }),
    open: async () => {
      throw new Error('changing the hosts file captures nothing');
    },
    changeHosts: async (order) => {
      orders.push(order);
      return answer ?? work(order);
    },
    close: async () => {},
  };
  const tested: AddressChoice = { addresses: [], recommended: '18.205.93.2', refusal: null };
  const { handlers } = createWorkaroundService({
    facts,
    events: { attempt: (attempt) => void attempts.push(attempt) },
    ports: {
      now: () => new Date('2026-11-24T12:00:00Z'),
      userDataFolder: folder,
      product: { name: 'x', version: '1.2.3' },
      live: { elevation, platform: 'linux' } as never,
      workaround: {
        hostsFile: path,
        proof: {
          lookup: async (entries) =>
            entries.map(({ name, address }) => ({ name, addresses: [address], effective: true })),
          connection: async () => seen('18.205.93.2'),
          git: async () => seen('104.192.141.1'),
          ssh: async () => seen(null),
        },
        readObstacleFacts: (names) =>
          readObstacleFacts(names, async () => null).then((found) => ({
            ...found,
            gitProxy: 'http://proxy.example:3128',
          })),
        place: (dataFolder) => ({
          dataFolder,
          gitConfig: join(folder, '.gitconfig'),
          sshConfig: join(folder, '.ssh', 'config'),
          askSsh: (name) =>
            askSsh(existsSync(join(folder, '.ssh')) ? join(folder, '.ssh', 'config') : '/dev/null')(name),
        }),
        testAddresses: async (_playbook, signal, onAttempt) => {
          onAttempt?.({ address: '18.205.93.2', service: 'https', outcome: 'proved', ms: 1, detail: null });
          if (signal?.aborted) return { ...tested, recommended: null };
          return tested;
        },
      },
    },
  });
  const caller = { windowId: 1 };
  return {
    orders,
    attempts,
    state: () => handlers.state(undefined, caller),
    test: () => handlers.test(undefined, caller),
    planApply: (more: Partial<OverrideChoice> = {}) => handlers.planApply({ ...choice, ...more }, caller),
    planRevert: () => handlers.planRevert(undefined, caller),
    changeUser: (way: 'git' | 'ssh', action: 'apply' | 'revert') =>
      handlers.changeUser({ way, action, choice }, caller),
    carryOut: () => handlers.carryOut({ askAgain: false }, caller),
  };
}

const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.problem.message);
  return result.value;
};

describe('the workaround in the window', () => {
  it('shows exactly the bytes that are then written, proves where things go, and gives the file back', async () => {
    const { planApply, carryOut, planRevert, orders } = start();
    const plan = value(await planApply());
    expect(plan.competing).toEqual([{ line: 2, text: '10.9.9.9 bitbucket.org' }]);
    expect(plan.diff.filter(({ kind }) => kind === 'added').map(({ text }) => text)).toContain(
      '18.205.93.2 bitbucket.org',
    );
    expect(readFileSync(path, 'utf8')).toBe(BEFORE);
    const done = value(await carryOut());
    expect(done.state.hosts?.block).toMatchObject({ expiresAt: '2026-11-27T12:00:00Z', edited: false });
    expect(done.proof.map(({ layer, name, effective }) => [layer, name, effective])).toEqual([
      ['lookup', 'bitbucket.org', true],
      ['lookup', 'ssh.bitbucket.org', true],
      ['connection', 'bitbucket.org', true],
      ['git', 'bitbucket.org', false],
      ['ssh', 'bitbucket.org', null],
      ['ssh', 'ssh.bitbucket.org', null],
    ]);
    expect(readFileSync(done.backup, 'utf8')).toBe(BEFORE);
    expect(statSync(done.backup).mode & 0o777).toBe(0o600);
    expect(Object.keys(orders[0]?.input ?? {}).join()).not.toMatch(/path|content|bytes/);

    const back = value(await planRevert());
    expect(back).toMatchObject({ action: 'revert', edited: false, sha256After: plan.sha256Before });
    expect(value(await carryOut()).state.hosts?.block).toBeNull();
    expect(readFileSync(path, 'utf8')).toBe(BEFORE);
    expect(value(await planRevert())).toBeNull();
  });

  it('writes nothing when the file changed after it was shown, and says to look again', async () => {
    const { planApply, carryOut } = start();
    value(await planApply());
    writeFileSync(path, `${BEFORE}192.168.1.1 printer\n`);
    expect(await carryOut()).toMatchObject({
      ok: false,
      problem: { message: expect.stringMatching(/changed/) },
    });
    expect(readFileSync(path, 'utf8')).toBe(`${BEFORE}192.168.1.1 printer\n`);
    value(await planApply());
    expect((await carryOut()).ok).toBe(true);
  });

  it('writes nothing that was not shown, and nothing after a no', async () => {
    expect(await start().carryOut()).toMatchObject({ ok: false, problem: { kind: 'usage' } });
    const { planApply, carryOut } = start(REFUSED);
    value(await planApply());
    const refused = await carryOut();
    expect(refused).toMatchObject({ ok: false, problem: { kind: 'no-rights' } });
    expect(JSON.stringify(refused)).not.toMatch(/captur/i);
    expect(readFileSync(path, 'utf8')).toBe(BEFORE);
  });

  it('says that somebody changed the block before it takes that change off too', async () => {
    const { planApply, carryOut, planRevert } = start();
    value(await planApply());
    value(await carryOut());
    writeFileSync(path, readFileSync(path, 'utf8').replace('18.205.93.2 ssh', '18.205.93.1 ssh'));
    expect(value(await planRevert())).toMatchObject({ edited: true });
    expect((await carryOut()).ok).toBe(true);
    expect(readFileSync(path, 'utf8')).toBe(BEFORE);
  });

  it('makes and takes off git’s and ssh’s own override at once, and asks nobody', async () => {
    const before = process.env.GIT_CONFIG_GLOBAL;
    process.env.GIT_CONFIG_GLOBAL = join(folder, '.gitconfig');
    try {
      const { changeUser, state, orders } = start();
      for (const way of ['git', 'ssh'] as const) {
        const done = value(await changeUser(way, 'apply'));
        expect(done.change, way).toMatchObject({ way, written: true, effective: true });
        expect(value(await state()).hosts?.block).toBeNull();
      }
      const { userLevel } = value(await state());
      expect(userLevel.git).toMatchObject({
        overrides: [{ name: 'bitbucket.org', address: '18.205.93.2' }],
        made: { expiresAt: '2026-11-27T12:00:00Z', expired: false },
      });
      expect(userLevel.ssh.block).toMatchObject({ expired: false });
      for (const way of ['git', 'ssh'] as const) value(await changeUser(way, 'revert'));
      const after = value(await state()).userLevel;
      expect([after.git.overrides, after.ssh.block]).toEqual([[], null]);
      expect(orders).toEqual([]);
    } finally {
      if (before === undefined) delete process.env.GIT_CONFIG_GLOBAL;
      else process.env.GIT_CONFIG_GLOBAL = before;
    }
  });

  it('tests the addresses with a word on each try and on what is in the way here', async () => {
    const { test, attempts } = start();
    const tested = value(await test());
    expect(tested.recommended).toBe('18.205.93.2');
    expect(tested.obstacles[0]).toMatchObject({ kind: 'proxy', severity: 'useless', ways: ['git'] });
    expect(attempts).toEqual([
      { address: '18.205.93.2', service: 'https', outcome: 'proved', done: 1, total: 18 },
    ]);
  });

  it('says why when the hosts file cannot be read', async () => {
    rmSync(path);
    expect(value(await start().state())).toMatchObject({ hosts: null, hostsProblem: { kind: 'not-found' } });
  });
});

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
