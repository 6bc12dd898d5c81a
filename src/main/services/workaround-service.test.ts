import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answered, startWorkaround, withOwnGitConfiguration } from '../../test-support/workaround-machine.ts';
import type { HostsChanged } from '../elevation/capture-source.ts';

const BEFORE = '127.0.0.1 localhost\n10.9.9.9 bitbucket.org\n';
const REFUSED: HostsChanged = { kind: 'refused', failure: { kind: 'declined', detail: '' } };

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'workaround-test-'));
  path = join(folder, 'hosts');
  writeFileSync(path, BEFORE);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const start = (answer?: HostsChanged) => startWorkaround(folder, answer);

describe('the workaround in the window', () => {
  it('shows exactly the bytes that are then written, proves where things go, and gives the file back', async () => {
    const { planApply, carryOut, planRevert, orders, actions } = start();
    const plan = answered(await planApply());
    expect(plan.competing).toEqual([{ line: 2, text: '10.9.9.9 bitbucket.org' }]);
    expect(plan.diff.filter(({ kind }) => kind === 'added').map(({ text }) => text)).toContain(
      '18.205.93.2 bitbucket.org',
    );
    expect(readFileSync(path, 'utf8')).toBe(BEFORE);
    const done = answered(await carryOut());
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

    const back = answered(await planRevert());
    expect(back).toMatchObject({ action: 'revert', edited: false, sha256After: plan.sha256Before });
    expect(answered(await carryOut()).state.hosts?.block).toBeNull();
    expect(readFileSync(path, 'utf8')).toBe(BEFORE);
    expect(answered(await planRevert())).toBeNull();
    expect(actions, 'for the report').toMatchObject([
      { way: 'hosts', address: '18.205.93.2', names: ['bitbucket.org', 'ssh.bitbucket.org'] },
      { way: 'hosts', address: null, names: [] },
    ]);
  });

  it('writes nothing when the file changed after it was shown, and says to look again', async () => {
    const { planApply, carryOut } = start();
    answered(await planApply());
    writeFileSync(path, `${BEFORE}192.168.1.1 printer\n`);
    expect(await carryOut()).toMatchObject({
      ok: false,
      problem: { message: expect.stringMatching(/changed/) },
    });
    expect(readFileSync(path, 'utf8')).toBe(`${BEFORE}192.168.1.1 printer\n`);
    answered(await planApply());
    expect((await carryOut()).ok).toBe(true);
  });

  it('writes nothing that was not shown, and nothing after a no', async () => {
    expect(await start().carryOut()).toMatchObject({ ok: false, problem: { kind: 'usage' } });
    const { planApply, carryOut, actions } = start(REFUSED);
    answered(await planApply());
    const refused = await carryOut();
    expect(refused).toMatchObject({ ok: false, problem: { kind: 'no-rights' } });
    expect(JSON.stringify(refused)).not.toMatch(/captur/i);
    expect(readFileSync(path, 'utf8')).toBe(BEFORE);
    expect(actions).toEqual([]);
  });

  it('says that somebody changed the block before it takes that change off too', async () => {
    const { planApply, carryOut, planRevert } = start();
    answered(await planApply());
    answered(await carryOut());
    writeFileSync(path, readFileSync(path, 'utf8').replace('18.205.93.2 ssh', '18.205.93.1 ssh'));
    expect(answered(await planRevert())).toMatchObject({ edited: true });
    expect((await carryOut()).ok).toBe(true);
    expect(readFileSync(path, 'utf8')).toBe(BEFORE);
  });

  it('makes and takes off git’s and ssh’s own override at once, and asks nobody', async () => {
    await withOwnGitConfiguration(folder, async () => {
      const { changeUser, state, orders, actions } = start();
      for (const way of ['git', 'ssh'] as const) {
        const done = answered(await changeUser(way, 'apply'));
        expect(done.change, way).toMatchObject({ way, written: true, effective: true });
        expect(answered(await state()).hosts?.block).toBeNull();
      }
      const { userLevel } = answered(await state());
      expect(userLevel.git).toMatchObject({
        overrides: [{ name: 'bitbucket.org', address: '18.205.93.2' }],
        made: { expiresAt: '2026-11-27T12:00:00Z', expired: false },
      });
      expect(userLevel.ssh.block).toMatchObject({ expired: false });
      for (const way of ['git', 'ssh'] as const) answered(await changeUser(way, 'revert'));
      const after = answered(await state()).userLevel;
      expect([after.git.overrides, after.ssh.block]).toEqual([[], null]);
      expect(orders).toEqual([]);
      expect(
        actions.map((action) => action.kind === 'override-changed' && [action.way, action.address]),
      ).toEqual([
        ...[
          ['git', '18.205.93.2'],
          ['ssh', '18.205.93.2'],
        ],
        ...[
          ['git', null],
          ['ssh', null],
        ],
      ]);
    });
  });

  it('tests the addresses with a word on each try and on what is in the way here', async () => {
    const { test, attempts } = start();
    const tested = answered(await test());
    expect(tested.recommended).toBe('18.205.93.2');
    expect(tested.obstacles[0]).toMatchObject({ kind: 'proxy', severity: 'useless', ways: ['git'] });
    expect(attempts).toEqual([
      { address: '18.205.93.2', service: 'https', outcome: 'proved', done: 1, total: 18 },
    ]);
  });

  it('empties the caches of names before it asks where they lead, and has the line for what it may not empty', async () => {
    const { planApply, carryOut, planRevert, done } = start();
    expect(answered(await planApply()).flushByHand).toEqual(['sudo nscd -i hosts']);
    done.length = 0;
    expect(answered(await carryOut()).flushed).toEqual([
      { what: 'nscd', done: false, line: 'sudo nscd -i hosts' },
    ]);
    expect(done.slice(0, 2)).toEqual(['emptied', 'looked up']);
    answered(await planRevert());
    done.length = 0;
    expect(answered(await carryOut()).flushed).toHaveLength(1);
    expect(done[0]).toBe('emptied');
  });

  it('asks whether the override is still needed past it, with a word on each try', async () => {
    const { stillNeeded, setUsual, attempts } = start();
    const asked = answered(await stillNeeded());
    expect(asked).toMatchObject({ verdict: 'still-broken', anycast: { attempts: 10, resets: 10 } });
    expect(attempts).toHaveLength(20);
    expect(attempts.at(-1)).toMatchObject({ done: 20, total: 20 });
    setUsual([]);
    expect(answered(await stillNeeded())).toMatchObject({ verdict: 'not-comparable' });
  });

  it('takes the timer of the command line out with the override, and says while it is there', async () => {
    await withOwnGitConfiguration(folder, async () => {
      const { changeUser, state, timers } = start();
      const timer = join(timers, 'user', 'bitbucket-reset-doctor-revert.timer');
      for (const way of ['git', 'ssh'] as const) answered(await changeUser(way, 'apply'));
      mkdirSync(join(timers, 'user'));
      writeFileSync(timer, '');
      expect(answered(await state()).timedReverts).toEqual(['user']);
      expect(answered(await changeUser('git', 'revert')).state.timedReverts).toEqual(['user']);
      expect(answered(await changeUser('ssh', 'revert')).state.timedReverts).toEqual([]);
      expect(existsSync(timer)).toBe(false);
    });
  });

  it('shows what the scheduler would be given before anything is set, sets exactly that, and takes it out again', async () => {
    await withOwnGitConfiguration(folder, async () => {
      const { changeUser, planTimer, state, timers } = start();
      const plan = answered(await planTimer('git', { timedRevert: true }));
      expect(plan).toMatchObject({ kind: 'systemd', scope: 'user', because: null });
      expect(existsSync(join(timers, 'user'))).toBe(false);
      const done = answered(await changeUser('git', 'apply', { timedRevert: true }));
      expect(done.timedRevert).toMatchObject({ installed: true, at: '2026-11-27T12:00:00.000Z' });
      expect(done.state.timedReverts).toEqual(['user']);
      for (const { path, text } of plan.files) expect(readFileSync(path, 'utf8')).toBe(text);
      expect(plan.files[0]?.text).toContain('"workaround" "revert" "--expired" "--with" "git"');
      expect(answered(await planTimer('ssh')).files[0]?.text).toContain('"git,ssh"');
      answered(await changeUser('git', 'revert'));
      expect(answered(await state()).timedReverts).toEqual([]);
      expect(existsSync(plan.files[0]?.path ?? '')).toBe(false);
    });
  });

  it('orders the timer of the hosts file with the block, where nobody can exchange what would run', async () => {
    const { planApply, carryOut, setTrust, orders } = start();
    const plan = answered(await planApply({ timedRevert: true }));
    expect(plan.timedRevert).toMatchObject({ scope: 'system', because: null });
    expect(plan.timedRevert?.files[0]?.text).toContain('Environment="HOME=/root"');
    expect(answered(await carryOut()).timer).toEqual({ installed: true, because: null });
    expect(orders[0]?.input).toMatchObject({ timedRevert: true });
    writeFileSync(path, BEFORE);
    setTrust({ kind: 'untrusted', why: '/opt/x is yours' });
    const doubtful = answered(await planApply({ timedRevert: true }));
    expect(doubtful.timedRevert).toMatchObject({
      kind: null,
      because: expect.stringContaining('/opt/x is yours'),
    });
    expect(answered(await carryOut()).timer).toBeNull();
    expect(orders[1]?.input).toMatchObject({ timedRevert: false });
  });

  it('notices that the block vanished before its time, with what else went, and says so until it is known', async () => {
    const { planApply, carryOut, planRevert, state, acceptVanished, setClock } = start();
    answered(await planApply({ setAsideOthers: false }));
    const { backup } = answered(await carryOut());
    expect(answered(await state()).vanished).toBeNull();
    const applied = readFileSync(path);
    writeFileSync(path, '# set back by security software\n');
    const { vanished } = answered(await state());
    expect(vanished).toMatchObject({ madeAt: '2026-11-24T12:00:00Z', backup, othersLost: 1 });
    setClock('2026-11-28T12:00:00Z');
    expect(answered(await state()).vanished, 'after its time it is what was meant').toBeNull();
    setClock('2026-11-24T13:00:00Z');
    expect(answered(await acceptVanished()).vanished).toBeNull();
    expect(answered(await state()).vanished).toBeNull();

    writeFileSync(path, applied);
    answered(await planRevert());
    answered(await carryOut());
    answered(await planApply());
    answered(await carryOut());
    answered(await planRevert());
    answered(await carryOut());
    expect(answered(await state()).vanished, 'taken off by us').toBeNull();
  });

  it('says by the system and in the window that an override has outlived its time, whichever of the three it is', async () => {
    await withOwnGitConfiguration(folder, async () => {
      const { changeUser, planApply, carryOut, remind, close, notices, expired, setClock, done } = start();
      answered(await changeUser('git', 'apply'));
      answered(await planApply());
      answered(await carryOut());
      setClock('2026-11-27T11:59:00Z');
      await remind();
      expect(notices).toEqual([]);
      setClock('2026-11-27T12:00:00Z');
      await remind();
      expect(notices).toEqual([expect.stringContaining('in the hosts file and git')]);
      expect(expired).toEqual([['hosts', 'git']]);
      close();
      expect(done.at(-1)).toBe('stopped');
    });
  });

  it('says why when the hosts file cannot be read', async () => {
    rmSync(path);
    expect(answered(await start().state())).toMatchObject({
      hosts: null,
      hostsProblem: { kind: 'not-found' },
    });
  });
});
