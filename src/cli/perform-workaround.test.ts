import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeEach, expect, test } from 'vitest';
import type { Workaround } from '../contract/workaround.ts';
import { judgeAddresses } from '../core/workaround/judge-addresses.ts';
import type { ObstacleFacts } from '../core/workaround/obstacles.ts';
import { judgeStillNeeded } from '../core/workaround/still-needed.ts';
import { askSsh } from '../main/node/ask-ssh.ts';
import { loadProductFacts } from '../main/services/product-facts.ts';
import { scheduleRevert } from '../main/services/schedule-revert.ts';
import { performWorkaround } from './perform-workaround.ts';
import type { WorkaroundPorts, WorkaroundRequest } from './workaround-request.ts';

const PROJECT = join(import.meta.dirname, '..', '..');
const root = mkdtempSync(join(tmpdir(), 'perform-workaround-'));
const before = process.env.GIT_CONFIG_GLOBAL;
afterAll(() => {
  if (before === undefined) delete process.env.GIT_CONFIG_GLOBAL;
  else process.env.GIT_CONFIG_GLOBAL = before;
  rmSync(root, { recursive: true, force: true });
});
const schema = JSON.parse(
  readFileSync(join(PROJECT, 'resources', 'schemas', 'workaround-1.json'), 'utf8'),
) as object;
const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);

const ADDRESSES = ['18.205.93.0', '18.205.93.1', '18.205.93.2'];
const answering = (outcome: 'proved' | 'timeout') => () =>
  Promise.resolve(
    judgeAddresses(
      ADDRESSES,
      ADDRESSES.map((address, index) => ({
        ...{
          address,
          service: 'https' as const,
          outcome,
          ms: outcome === 'proved' ? 20 - index : null,
          detail: null,
        },
      })),
    ),
  );

/** A machine with nothing in the way. */
const FACTS: ObstacleFacts = {
  ...{
    platform: 'linux',
    names: ['bitbucket.org'],
    environment: {},
    gitProxy: null,
    gitSsh: null,
    remotes: [],
  },
  ...{
    sshAliases: [],
    ssh: [],
    keptSessions: [],
    systemProxy: { proxy: null, script: null },
    interfaces: [],
  },
  ...{ procVersion: null, wslConf: null, nsswitch: null, resolvedConf: null, isContainer: false },
  ...{ runsContainers: false, hasDesktop: false, askedBy: null },
};

let ports: WorkaroundPorts;
let count = 0;
const GIT = '[user]\n\tname = Anna\n';
const SSH = 'Host *\n  ServerAliveInterval 30\n';
beforeEach(() => {
  count += 1;
  const home = join(root, String(count));
  mkdirSync(join(home, '.ssh'), { recursive: true });
  const place = {
    dataFolder: join(home, 'data'),
    gitConfig: join(home, '.gitconfig'),
    sshConfig: join(home, '.ssh', 'config'),
    askSsh: askSsh(join(home, '.ssh', 'config')),
  };
  writeFileSync(place.gitConfig, GIT);
  writeFileSync(place.sshConfig, SSH, { mode: 0o600 });
  process.env.GIT_CONFIG_GLOBAL = place.gitConfig;
  ports = {
    facts: loadProductFacts(join(PROJECT, 'resources')),
    version: '0.1.0',
    now: () => new Date('2026-11-24T10:00:00Z'),
    place,
    testAddresses: answering('proved'),
    testPastOverride: () => Promise.resolve(judgeStillNeeded([], [], [])),
    schedule: {
      scheduler: (scope) => ({
        platform: 'linux',
        scope,
        folder: join(home, scope),
        uid: 1000,
        run: () => Promise.resolve(true),
      }),
      program: { kind: 'known', program: ['/usr/bin/node', '/cli.ts'], environment: {}, files: ['/cli.ts'] },
      ...{ hasRights: false, home: '/root' },
      checkTrust: () => Promise.resolve({ kind: 'trusted' }),
    },
    flushNames: () => Promise.resolve([]),
    readObstacleFacts: () => Promise.resolve(FACTS),
  };
});

async function perform(request: Partial<WorkaroundRequest>): Promise<Workaround> {
  const done = await performWorkaround(
    {
      ...{ action: 'status', ways: null, path: '/etc/hosts', names: ['bitbucket.org', 'ssh.bitbucket.org'] },
      ...{
        address: null,
        expiresSeconds: 86_400,
        dryRun: false,
        keepOthers: false,
        edited: false,
        anyway: false,
      },
      ...{ timedRevert: false, expired: false, pastOverride: false },
      ...request,
    },
    ports,
  );
  if (!done.ok) throw new Error(done.problem.message);
  expect(validate(done.value), JSON.stringify(validate.errors)).toBe(true);
  return done.value;
}

test('the ways that need no administrator are made with the address that tested best, found, and taken off', async () => {
  const applied = await perform({ action: 'apply', ways: ['git', 'ssh'] });
  expect(applied).toMatchObject({
    ways: ['git', 'ssh'],
    recommended: '18.205.93.2',
    change: null,
    userChanges: [
      { way: 'git', written: true, effective: true },
      { way: 'ssh', written: true, effective: true },
    ],
    userLevel: { git: { overrides: [{ address: '18.205.93.2' }] }, ssh: { block: { edited: false } } },
  });
  const status = await perform({});
  expect(status.userLevel).toEqual(applied.userLevel);
  const reverted = await perform({ action: 'revert' });
  expect(reverted).toMatchObject({
    ways: ['git', 'ssh'],
    userLevel: { git: { overrides: [] }, ssh: { block: null } },
  });
  expect(readFileSync(ports.place.gitConfig, 'utf8')).toBe(GIT);
  expect(readFileSync(ports.place.sshConfig, 'utf8')).toBe(SSH);
});

test('one of two is taken off, the other stays', async () => {
  await perform({ action: 'apply', ways: ['git', 'ssh'] });
  const reverted = await perform({ action: 'revert', ways: ['git'] });
  expect(reverted.userLevel).toMatchObject({ git: { overrides: [] }, ssh: { block: { edited: false } } });
});

test('nothing is made when no address proves itself', async () => {
  ports = { ...ports, testAddresses: answering('timeout') };
  const refused = await perform({ action: 'apply', ways: ['git', 'ssh'] });
  expect(refused.refusal).toContain('did not answer');
  expect(refused.userChanges).toEqual([]);
  expect(readFileSync(ports.place.sshConfig, 'utf8')).toBe(SSH);
});

test('when the second way fails, the first is said to be made', async () => {
  writeFileSync(ports.place.sshConfig, 'Host bitbucket.org\n  Port 443\n');
  await expect(perform({ action: 'apply', ways: ['git', 'ssh'] })).rejects.toThrow(
    /port 443.*put back as it was\. The override of git was made\./,
  );
});

test('a way that is known to be useless here is refused, unless that is wanted', async () => {
  const facts = { ...FACTS, gitProxy: 'http://proxy.example:3128' };
  let tested = 0;
  const testAddresses = () => {
    tested += 1;
    return answering('proved')();
  };
  ports = { ...ports, readObstacleFacts: () => Promise.resolve(facts), testAddresses };
  const refused = await perform({ action: 'apply', ways: ['git', 'ssh'] });
  expect(refused).toMatchObject({ obstacles: [{ kind: 'proxy', ways: ['git'] }], userChanges: [] });
  expect(refused.refusal).toContain('no effect with git');
  expect(tested).toBe(0);
  expect(await perform({ action: 'apply', ways: ['ssh'] })).toMatchObject({ obstacles: [], refusal: null });
  const forced = await perform({ action: 'apply', ways: ['git'], anyway: true });
  expect(forced).toMatchObject({ refusal: null, userChanges: [{ way: 'git', written: true }] });
});

test('a test looks at all three ways', async () => {
  ports = {
    ...ports,
    readObstacleFacts: () => Promise.resolve({ ...FACTS, hasDesktop: true, askedBy: 'anna' }),
  };
  const { ways, obstacles } = await perform({ action: 'test' });
  expect(ways).toEqual(['hosts', 'git', 'ssh']);
  expect(obstacles.map(({ kind }) => kind)).toEqual(['other-account', 'browser']);
});

test('the scheduler takes the override off when it has expired, and not before, and goes with it', async () => {
  const unit = join(ports.schedule.scheduler('user').folder, 'bitbucket-reset-doctor-revert.service');
  const applied = await perform({ action: 'apply', ways: ['git', 'ssh'], timedRevert: true });
  expect(applied.timedRevert).toMatchObject({
    scope: 'user',
    at: '2026-11-25T10:00:00.000Z',
    installed: true,
  });
  expect(readFileSync(unit, 'utf8')).toContain('"revert" "--expired" "--with" "git,ssh"');
  expect(await perform({ action: 'revert', expired: true, ways: ['git', 'ssh'] })).toMatchObject({
    ways: [],
    userChanges: [],
  });
  expect(existsSync(unit)).toBe(true);
  ports = { ...ports, now: () => new Date('2026-11-25T10:00:01Z') };
  expect(await perform({ action: 'revert', expired: true, ways: ['git', 'ssh'] })).toMatchObject({
    ways: ['git', 'ssh'],
  });
  expect(existsSync(unit)).toBe(false);
  expect(readFileSync(ports.place.gitConfig, 'utf8')).toBe(GIT);
});

test('a timer for one of two does not forget the other, and runs when both have expired', async () => {
  const folder = ports.schedule.scheduler('user').folder;
  const read = (kind: string): string =>
    readFileSync(join(folder, `bitbucket-reset-doctor-revert.${kind}`), 'utf8');
  await perform({ action: 'apply', ways: ['git'], timedRevert: true, expiresSeconds: 7200 });
  expect(read('service')).toContain('"git"');
  await perform({ action: 'apply', ways: ['ssh'], timedRevert: true, expiresSeconds: 3600 });
  expect(read('service')).toContain('"git,ssh"');
  expect(read('timer')).toContain('OnCalendar=2026-11-24 12:00:00 UTC');
});

test('the scheduler of the user stays while something of the user’s is left', async () => {
  const unit = join(ports.schedule.scheduler('user').folder, 'bitbucket-reset-doctor-revert.timer');
  await perform({ action: 'apply', ways: ['git', 'ssh'], timedRevert: true });
  await perform({ action: 'revert', ways: ['git'] });
  expect(existsSync(unit)).toBe(true);
  await perform({ action: 'revert', ways: ['ssh'] });
  expect(existsSync(unit)).toBe(false);
});

test.each([
  [false, 'trusted', 'needs an administrator'],
  [true, 'untrusted', 'others can exchange'],
  [true, 'trusted', null],
] as const)(
  'for the hosts file it needs rights now (%s) and a program that is %s',
  async (hasRights, kind, words) => {
    const checkTrust = () => Promise.resolve(kind === 'trusted' ? { kind } : { kind, why: 'the reason' });
    const view = await scheduleRevert({ ...ports.schedule, hasRights, checkTrust }, ['hosts'], new Date());
    expect(view).toMatchObject({ scope: 'system', installed: words === null });
    if (words !== null) expect(view.because).toContain(words);
  },
);

test('whether it is still needed is a question of its own', async () => {
  expect(await perform({ action: 'test', pastOverride: true })).toMatchObject({
    addresses: [],
    pastOverride: { verdict: 'not-comparable', anycast: { attempts: 0 } },
  });
});
