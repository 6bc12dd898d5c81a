import type { ProbeAttempt } from '../contract/diagnosis.ts';

type Varying = Pick<ProbeAttempt, 'number' | 'arm' | 'rung' | 'port' | 'address' | 'outcome'>;

/** An attempt of a played experiment: what differs, and for the rest a connection that went through in a millisecond. */
export const playedAttempt = (varying: Varying): ProbeAttempt => ({
  ...varying,
  sourcePort: 1,
  startedAt: '2026-11-24T20:00:00.000Z',
  phase: 'done',
  ms: 1,
  connectMs: 1,
  resetDelayMs: null,
  clientPackets: 3,
  answer: null,
  error: null,
});
