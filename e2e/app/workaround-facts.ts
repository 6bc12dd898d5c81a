import { fail, succeed } from '../../src/contract/problem.ts';
import type {
  AddressChoiceView,
  OverrideDone,
  OverridePlan,
  OverrideState,
  PastOverride,
  ProofLayer,
  TimedRevertPlan,
} from '../../src/contract/workaround.ts';

const DAY_MS = 86_400_000;
const instant = (days: number): string =>
  new Date(Date.now() + days * DAY_MS).toISOString().replace(/\.\d+Z$/, 'Z');

const ADDRESS = '18.205.93.1';
const ENTRIES = [
  { address: ADDRESS, name: 'bitbucket.org' },
  { address: ADDRESS, name: 'ssh.bitbucket.org' },
];

const hosts = (block: NonNullable<OverrideState['hosts']>['block']): NonNullable<OverrideState['hosts']> => ({
  path: '/etc/hosts',
  isSystem: true,
  block,
  damaged: false,
  overrides: block === null ? [] : ENTRIES.map(({ name }) => ({ name, addresses: [ADDRESS] })),
});

const USER_LEVEL: OverrideState['userLevel'] = {
  git: { version: '2.39.5', canResolve: true, overrides: [], made: null },
  ssh: { available: true, path: '/home/anna/.ssh/config', block: null, damaged: false, effect: [] },
};

export const NOTHING: OverrideState = {
  ...{ hosts: hosts(null), hostsProblem: null, effect: [], userLevel: USER_LEVEL, timedReverts: [] },
  vanished: null,
};

/** Security software set the whole file back. */
export const VANISHED: OverrideState = {
  ...NOTHING,
  vanished: {
    ...{ madeAt: instant(-1), expiresAt: instant(6), othersLost: 3 },
    backup: 'C:\\Users\\anna\\AppData\\Roaming\\x\\backups\\hosts-0123456789abcdef',
  },
};

/** @param days until git's own override ends; less than 0 for one that is over */
export const gitOn = (days: number): OverrideState => ({
  ...NOTHING,
  userLevel: {
    ...USER_LEVEL,
    git: {
      ...USER_LEVEL.git,
      overrides: [{ address: ADDRESS, name: 'bitbucket.org' }],
      made: { madeAt: instant(days - 7), expiresAt: instant(days), expired: days < 0 },
    },
  },
});

export const gitSet = succeed({
  change: {
    ...{ way: 'git' as const, path: '/home/anna/.gitconfig', diff: [], written: true, effective: true },
    ...{ backup: null, notes: [] },
  },
  state: gitOn(7),
  timedRevert: null,
});

export const gitTakenOut = succeed({
  change: {
    ...{ way: 'git' as const, path: '/home/anna/.gitconfig', diff: [], written: true, effective: false },
    ...{ backup: null, notes: [] },
  },
  state: NOTHING,
  timedRevert: null,
});

const arm = (addresses: readonly string[], proved: number, resets: number) => ({
  ...{ addresses: [...addresses], attempts: 20, proved, resets },
});

export const STILL_BROKEN = succeed<PastOverride>({
  verdict: 'still-broken',
  words:
    'Past the override, only 13 of 20 connections to the usual addresses worked (7 were reset), but 20 of 20 to the legacy ones. The usual way is still broken: keep the override.',
  anycast: arm(['104.192.141.1'], 13, 7),
  legacy: arm(['18.205.93.0'], 20, 0),
});

export const HEALTHY = succeed<PastOverride>({
  verdict: 'healthy',
  words:
    'Past the override, 20 of 20 connections to the usual addresses worked, without a reset. So with 95 % confidence at most 17 % of them fail; a rarer fault would not show in so few tries. The override can come off, and be made again if the resets come back.',
  anycast: arm(['104.192.141.1'], 20, 0),
  legacy: arm(['18.205.93.0'], 20, 0),
});

/** @param days until it ends; less than 0 for one that is over */
export const inForce = (days: number): OverrideState => ({
  hosts: hosts({
    ...{ id: '0123abcd', madeAt: instant(days - 7), expiresAt: instant(days), version: '0.1.0' },
    ...{ entries: ENTRIES, edited: false, expired: days < 0 },
  }),
  ...{ hostsProblem: null, userLevel: USER_LEVEL, timedReverts: [], vanished: null },
  effect: ENTRIES.map(({ name }) => ({ name, addresses: [ADDRESS], effective: true })),
});

export const state = <T>(value: T) => succeed(value);

const tally = (proved: number, medianMs: number | null) =>
  ({ attempts: 3, proved, medianMs, trouble: proved === 3 ? null : ('reset' as const) }) satisfies object;

const address = (last: number, proved: number) => ({
  address: `18.205.93.${last}`,
  usable: proved === 3,
  because:
    proved === 3
      ? '3 of 3 HTTPS tries proved Bitbucket’s identity, and 3 of 3 SSH tries.'
      : `HTTPS: 18.205.93.${last} was reset, so the way to it is broken too (${3 - proved} of 3 tries).`,
  https: tally(proved, proved === 3 ? 92 + last : null),
  ssh: tally(proved, proved === 3 ? 95 + last : null),
});

export const TESTED = succeed<AddressChoiceView>({
  addresses: [address(0, 1), address(1, 3), address(2, 3)],
  recommended: ADDRESS,
  refusal: null,
  obstacles: [
    {
      ...{ kind: 'proxy', severity: 'partly', ways: ['hosts'] },
      text: 'What goes through the proxy proxy.example:3128 does not use the hosts file of this machine; SSH without a proxy does.',
    },
    {
      ...{ kind: 'browser', severity: 'advice', ways: ['hosts'] },
      text: 'A browser with “secure DNS” may never look at the hosts file.',
    },
  ],
});

export const ALL_BROKEN = succeed<AddressChoiceView>({
  addresses: [address(0, 0), address(1, 0), address(2, 0)],
  recommended: null,
  obstacles: [],
  refusal:
    'None of the legacy addresses can be used from here, so the override would not help. HTTPS: 18.205.93.0 was reset, so the way to it is broken too (3 of 3 tries).',
});

const HAND = [
  `echo '${ADDRESS} bitbucket.org ssh.bitbucket.org' | sudo tee -a /etc/hosts`,
  'grep -n bitbucket /etc/hosts',
];

/** What systemd of the system would be given. */
export const TIMER: TimedRevertPlan = {
  ...{ kind: 'systemd', scope: 'system', at: instant(7), because: null },
  files: [
    {
      path: '/etc/systemd/system/bitbucket-reset-doctor-revert.service',
      text: '[Service]\nType=oneshot\nExecStart="/opt/Bitbucket Reset Doctor/bitbucket-reset-doctor" "/opt/Bitbucket Reset Doctor/resources/cli/cli.cjs" "workaround" "revert" "--expired" "--with" "hosts"\n',
    },
    {
      path: '/etc/systemd/system/bitbucket-reset-doctor-revert.timer',
      text: '[Timer]\nOnCalendar=2026-12-01 10:00:00 UTC\nPersistent=true\n',
    },
  ],
  commands: [
    '/usr/bin/systemctl daemon-reload',
    '/usr/bin/systemctl enable --now bitbucket-reset-doctor-revert.timer',
  ],
};

export const NO_TIMER: TimedRevertPlan = {
  ...{ kind: null, scope: 'user', at: instant(7), files: [], commands: [] },
  because: 'An AppImage has no lasting place from which the scheduler could run it.',
};

export const planOf = (
  action: OverridePlan['action'],
  way: OverridePlan['way'],
  edited = false,
  timedRevert: TimedRevertPlan | null = null,
) => {
  const added = [
    '# >>> bitbucket-reset-doctor id=0123abcd made=2026-11-24T10:00:00Z expires=2026-12-01T10:00:00Z version=0.1.0 sum=801187bd',
    `${ADDRESS} bitbucket.org`,
    `${ADDRESS} ssh.bitbucket.org`,
    '# <<< bitbucket-reset-doctor id=0123abcd',
  ];
  const kind = action === 'apply' ? ('added' as const) : ('removed' as const);
  return succeed<OverridePlan>({
    action,
    path: '/etc/hosts',
    diff: [
      { kind: 'same', line: 1, text: '127.0.0.1 localhost' },
      { kind: 'same', line: 2, text: '10.20.30.40 payroll.internal.example' },
      ...added.map((text, index) => ({ kind, line: index + 3, text })),
    ],
    competing: action === 'apply' ? [{ line: 9, text: '10.1.1.1 bitbucket.org # an old idea' }] : [],
    edited,
    sha256Before: 'a'.repeat(64),
    sha256After: 'b'.repeat(64),
    way,
    wasDeclined: false,
    byHand: HAND,
    flushByHand: ['sudo nscd -i hosts'],
    timedRevert,
  });
};

const layer = (name: ProofLayer['layer'], effective: boolean | null, detail: string): ProofLayer => ({
  ...{ layer: name, name: 'bitbucket.org', effective, detail },
  addresses: effective === null ? [] : [effective ? ADDRESS : '104.192.141.1'],
});

export const PROOF: ProofLayer[] = [
  layer('lookup', true, ''),
  layer('connection', true, 'port 443'),
  layer('git', false, 'Connected to bitbucket.org (104.192.141.1)'),
  layer('ssh', null, 'not installed'),
];

export const applied = succeed<OverrideDone>({
  ...{ action: 'apply', way: 'renamed', state: inForce(7), proof: PROOF, timer: null },
  flushed: [
    { what: 'systemd-resolved', done: true, line: null },
    { what: 'nscd', done: false, line: 'sudo nscd -i hosts' },
  ],
  backup: '/home/anna/.config/bitbucket-reset-doctor/backups/hosts-0123456789abcdef',
});

/** The system's scheduler will take it off. */
export const appliedWithTimer = succeed<OverrideDone>({
  ...{ action: 'apply', way: 'renamed', proof: PROOF, flushed: [], backup: '/x/hosts-1' },
  state: { ...inForce(7), timedReverts: ['system'] },
  timer: { installed: true, because: null },
});

export const reverted = succeed<OverrideDone>({
  ...{ action: 'revert', way: 'renamed', state: NOTHING, proof: [], timer: null },
  flushed: [{ what: 'nscd', done: false, line: 'sudo nscd -i hosts' }],
  backup: '/home/anna/.config/bitbucket-reset-doctor/backups/hosts-fedcba9876543210',
});

export const notPermitted = fail(
  'no-rights',
  'The system’s question for permission was answered with no, so nothing was changed.',
  'You will not be asked again unless you want to be. You can also make the change yourself with the lines shown.',
);

export const changedMeanwhile = fail(
  'not-readable',
  'The hosts file changed after the change was worked out, so nothing was written.',
  'Look at the change again and repeat it.',
);
