import { expect, test } from 'vitest';
import type { VerdictKind } from '../../contract/verdict.ts';
import { exitWithRecording } from './exit-with-recording.ts';

const file = (kind: VerdictKind | null) => ({
  ...{ name: 'a.pcap', bytes: 1 },
  verdict: kind === null ? null : ({ kind, confidence: 'moderate', summary: '' } as const),
});

test.each<[VerdictKind, readonly (VerdictKind | null)[], number]>([
  ['healthy', [], 0],
  ['healthy', ['insufficient'], 0],
  ['healthy', ['firewall-reset', 'anycast-shift-per-packet'], 10],
  ['insufficient', [null, 'server-abort'], 11],
  ['insufficient', [], 12],
  ['firewall-reset', ['anycast-shift-per-packet'], 11],
])('%s with %j in the capture exits with %i', (kind, kinds, exit) => {
  const verdict = { kind } as Parameters<typeof exitWithRecording>[0]['verdict'];
  const at = '2026-11-24T10:00:00Z';
  const recorded = { startedAt: at, endedAt: at, reason: 'stopped', packets: 1, resets: 1 } as const;
  expect(exitWithRecording({ verdict, recording: { ...recorded, files: kinds.map(file) } })).toBe(exit);
  if (kinds.length === 0) expect(exitWithRecording({ verdict, recording: null })).toBe(exit);
});
