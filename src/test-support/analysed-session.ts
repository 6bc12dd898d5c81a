import type { AnalysisReset, AnalysisSession } from '../contract/analysis.ts';

/** That many milliseconds into a played capture. */
export const playedInstant = (milliseconds: number): string =>
  new Date(1_700_000_000_000 + milliseconds).toISOString();

/** A reset of another edge, and what the test says otherwise. */
export const playedReset = (more: Partial<AnalysisReset> = {}): AnalysisReset => ({
  packet: 4,
  file: 0,
  at: playedInstant(4),
  from: 'server',
  ttl: 59,
  ack: false,
  window: 0,
  sequence: 9001,
  cause: 'other-edge',
  confidence: 'moderate',
  evidence: [{ kind: 'edge-match', text: 'TTL 59 and delay fit edge B.' }],
  ttlDifference: -1,
  delayMs: 24.9,
  sequenceOffset: 0,
  serverContinues: false,
  ...more,
});

/** A session with an anycast address that was reset once, and what the test says otherwise. */
export const playedSession = (more: Partial<AnalysisSession> = {}): AnalysisSession => ({
  id: 'tcp-0',
  client: { address: 'ip-1', port: 40_000 },
  server: { address: '104.192.141.1', port: 443 },
  firstPacketAt: playedInstant(0),
  lastPacketAt: playedInstant(5),
  state: 'RSTR',
  packets: { toServer: 1, toClient: 1 },
  bytes: { toServer: 0, toClient: 0 },
  isTarget: true,
  arm: 'anycast',
  edge: 'A',
  handshakeMs: 12.9,
  synAckTtl: 60,
  resets: [playedReset()],
  ladder: [],
  ...more,
});
