import type { Confidence, VerdictKind } from '../../contract/verdict.ts';

/** Names of the verdicts for people, used alike by window and report. */
export const VERDICT_NAMES: Readonly<Record<VerdictKind, string>> = {
  'anycast-shift-per-packet': 'Anycast shift: packets of one session are split',
  'anycast-shift-route-change': 'Anycast shift: the route changed',
  'ipv6-flow-label-rehash': 'Anycast shift: the IPv6 flow label changed',
  'stateless-reset-not-anycast': 'Forgotten session, not anycast shift',
  'firewall-reset': 'A firewall or router nearby',
  'middlebox-injection': 'Forged resets on the way',
  'idle-timeout': 'Idle time-out',
  'server-abort': 'The server ended the sessions',
  'port-closed': 'The port is closed',
  'local-reset': 'This machine ended the sessions',
  'provider-maintenance': 'Maintenance at the provider',
  'pmtud-blackhole': 'Large packets disappear',
  unreachable: 'No answer',
  healthy: 'No fault seen',
  insufficient: 'Not enough to decide',
  'capture-invalid': 'This capture cannot answer the question',
};

export const CONFIDENCE_NAMES: Readonly<Record<Confidence, string>> = {
  none: 'none',
  weak: 'weak',
  moderate: 'moderate',
  strong: 'strong',
};

/** How a verdict is marked: each tone has its own shape, word and colour. */
export type Tone = 'fault' | 'caution' | 'clear' | 'unknown';

export function toneOf(kind: VerdictKind): Tone {
  switch (kind) {
    case 'healthy':
      return 'clear';
    case 'insufficient':
    case 'capture-invalid':
      return 'unknown';
    case 'anycast-shift-per-packet':
    case 'anycast-shift-route-change':
    case 'ipv6-flow-label-rehash':
      return 'fault';
    default:
      return 'caution';
  }
}

export const TONE_NAMES: Readonly<Record<Tone, string>> = {
  fault: 'Fault found',
  caution: 'Another cause',
  clear: 'Clear',
  unknown: 'Undecided',
};

/** What to do next, one sentence. */
export function nextStepFor(kind: VerdictKind): string {
  switch (toneOf(kind)) {
    case 'fault':
      return 'Send the report to whoever runs the network between you and Bitbucket: it names the sessions, times, TTLs and sequence numbers they need.';
    case 'clear':
      return 'Capture again while the fault is happening; a clean capture only covers its own minutes.';
    case 'unknown':
      return 'Capture again as described, with many short connections to Bitbucket while the fault is happening.';
    default:
      return kind === 'firewall-reset' || kind === 'idle-timeout'
        ? 'Show the report to whoever runs the firewall or router near you: it has times and addresses to find in its log.'
        : 'Show the report to your network team; it lists what was ruled out and the one check that would tell more.';
  }
}

export const CAUSE_NAMES: Readonly<Record<string, string>> = {
  'other-edge': 'another edge',
  'near-device': 'device nearby',
  'server-abort': 'server ended it',
  'late-after-close': 'late, after close',
  'closed-port': 'port closed',
  'idle-expiry': 'idle time-out',
  injected: 'forged',
  local: 'sent by this side',
  unexplained: 'unclear',
};
