import type { Attempt, LivePlan, LiveReset, RecordedCapture } from '../../src/contract/live-capture.ts';
import { fail } from '../../src/contract/problem.ts';

/** What the main process says of a recording, for states that need rights nobody has in a test. */

const TARGETS = ['104.192.141.1', '18.205.93.0', '18.205.93.1', '18.205.93.2', '2401:1d80:321c:7::5'];

export const planOf = (way: LivePlan['way'], wasDeclined = false): { ok: true; value: LivePlan } => ({
  ok: true,
  value: {
    way,
    wasDeclined,
    command: [
      "sudo /usr/bin/tcpdump -i any -nn -U -w bitbucket.pcap '(host 104.192.141.1 or host 18.205.93.0 or host 18.205.93.1 or host 18.205.93.2 or host 2401:1d80:321c:7::5) or icmp[0] = 3 or icmp6[0] = 2'",
    ],
    interfaces: ['any', 'eth0', 'wlan0', 'br-4f0c7d5e9a11'],
    targets: TARGETS,
  },
});

export const PROMPT = planOf({ kind: 'prompt' });
const able = planOf({ kind: 'able', tool: 'tcpdump' });
export const ABLE = {
  ...able,
  value: { ...able.value, command: able.value.command.map((line) => line.replace('sudo ', '')) },
};

export const declined = fail(
  'no-rights',
  'The system’s question for permission was answered with no, so nothing was captured.',
  'You will not be asked again unless you want to be. You can also run the command shown yourself, and then open the file it made.',
  { reason: 'declined' },
);

/** Every other reason for which there were no rights, as `refusal-problem.ts` words them. */
export const REFUSALS = {
  'no-agent': fail(
    'no-rights',
    'This desktop has no program that can ask for an administrator’s permission (a polkit agent).',
    'Start one, for example polkit-gnome or lxpolkit, or log in to a full desktop.',
  ),
  'policy-forbids': fail(
    'no-rights',
    'The system did not give permission: its policy forbids it for you, or the password was wrong.',
    'Ask whoever looks after this computer.',
  ),
  'standard-user': fail(
    'no-rights',
    'The name or password given does not belong to an administrator of this computer.',
    'Ask an administrator to type theirs.',
  ),
  blocked: fail(
    'no-rights',
    'This system’s way to ask for permission does not work here.',
    'You can also run the command shown yourself, and then open the file it made.',
    { reason: 'unavailable', detail: 'applet is damaged and can’t be opened' },
  ),
} as const;

export const begun = { ok: true, value: { fileName: 'capture-2026-11-24T09-00-00-000Z.pcap' } } as const;

export const PROGRESS = {
  seconds: 83.2,
  bytes: 1_482_113,
  packets: 12_408,
  sessions: 57,
  resets: 3,
  diskFreeBytes: 48_200_000_000,
} as const;

const server = { address: '104.192.141.1', port: 443 } as const;

export const RESETS: readonly LiveReset[] = [
  {
    ...{ session: 'tcp-3', at: '2026-11-24T09:00:12.104233Z', from: 'server', server, clientPort: 50_122 },
    ...{ cause: 'other-edge', confidence: 'strong', ttlDifference: -3, delayMs: 28.4 },
  },
  {
    ...{ session: 'tcp-9', at: '2026-11-24T09:00:40.881002Z', from: 'server', server, clientPort: 50_140 },
    ...{ cause: 'late-after-close', confidence: 'moderate', ttlDifference: 0, delayMs: 11.9 },
  },
  {
    ...{ session: 'tcp-14', at: '2026-11-24T09:01:02.000417Z', from: 'server', server, clientPort: 50_166 },
    ...{ cause: 'unexplained', confidence: 'none', ttlDifference: null, delayMs: null },
  },
];

const attempt = (index: number, more: Partial<Attempt>): Attempt => ({
  ...{ kind: 'tls', arm: 'anycast', address: '104.192.141.1', port: 443, sourcePort: 50_200 + index },
  startedAt: `2026-11-24T09:00:${String(20 + index).padStart(2, '0')}.500Z`,
  ...{ phase: 'done', ms: 84, error: null },
  ...more,
});

export const ATTEMPTS: readonly Attempt[] = [
  attempt(0, {
    ...{ kind: 'git-ls-remote', arm: 'git', address: null, port: null, sourcePort: null },
    ...{ phase: 'git', error: 'git@bitbucket.org: Permission denied (publickey).' },
  }),
  attempt(1, {}),
  attempt(2, { arm: 'control', address: '18.205.93.1', ms: 97 }),
  attempt(3, { kind: 'ssh-banner', port: 22, phase: 'banner', error: 'ECONNRESET' }),
  attempt(4, { kind: 'https', phase: 'connect', error: 'ETIMEDOUT', ms: 10_000 }),
];

export const recordedAs = (name: string, more: Partial<RecordedCapture> = {}): RecordedCapture => ({
  schema: 'capture/1',
  file: { name, bytes: 1_482_113 },
  command: PROMPT.value.command,
  way: 'prompt',
  interface: 'any',
  ring: false,
  targets: TARGETS,
  startedAt: '2026-11-24T09:00:00.000Z',
  endedAt: '2026-11-24T09:02:31.000Z',
  reason: 'stopped',
  packets: 12_408,
  sessions: 57,
  resets: 3,
  kernel: { captured: 12_408, receivedByFilter: 12_408, droppedByKernel: 0 },
  marks: [
    { kind: 'before', at: '2026-11-24T09:00:30.120Z' },
    { kind: 'happened', at: '2026-11-24T09:00:41.950Z' },
  ],
  attempts: [...ATTEMPTS],
  ...more,
});
