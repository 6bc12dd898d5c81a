import type { Evidence } from '../../contract/verdict.ts';
import type { VerdictWeights } from '../../contract/verdict-weights.ts';
import { seconds } from '../capture/reset-context.ts';
import { type CaptureFacts, countCause, hasEvidence } from './capture-facts.ts';
import { compareWithControl } from './control-comparison.ts';
import { counted } from './verdict-rule.ts';

export interface ScoreLine {
  readonly line: keyof VerdictWeights['lines'] | 'forensics-cap';
  readonly points: number;
  readonly because: string;
}

export interface ShiftScore {
  readonly lines: readonly ScoreLine[];
  readonly total: number;
  /** Evidence classes: A = header and forensics, B = comparison with control. */
  readonly forensics: number;
  readonly comparison: number;
}

/** The score for "packets of one session reach different edges" (domain notes 2.4), every line with its reason. */
export function scoreShift(facts: CaptureFacts, weights: VerdictWeights): ShiftScore {
  const forensics = forensicLines(facts, weights);
  const sum = (lines: readonly ScoreLine[]): number => lines.reduce((total, line) => total + line.points, 0);
  const raw = sum(forensics);
  const capped = Math.min(raw, weights.forensicsCap);
  const cap: ScoreLine[] =
    raw > capped
      ? [
          {
            line: 'forensics-cap',
            points: capped - raw,
            because: `Packet evidence of one capture counts at most ${weights.forensicsCap}.`,
          },
        ]
      : [];
  const comparison = comparisonLines(facts, weights);
  return {
    lines: [...forensics, ...cap, ...comparison],
    total: capped + sum(comparison),
    forensics: capped,
    comparison: sum(comparison),
  };
}

function forensicLines({ anycast }: CaptureFacts, { lines: points }: VerdictWeights): ScoreLine[] {
  const found: ScoreLine[] = [];
  const add = (line: keyof typeof points, because: string): void => {
    found.push({ line, points: points[line], because });
  };
  const judged = anycast.reset;
  if (judged.length === 0) return found;
  const resets = judged.flatMap(({ explained }) =>
    explained.filter(({ finding }) => finding.cause === 'other-edge'),
  );
  const share = (count: number): boolean => count >= judged.length / 2;
  const firsts = judged.flatMap(({ first }) => first ?? []);
  const bare = firsts.filter(
    ({ reset }) => !reset.hasAckFlag && reset.echoesOurAck && !reset.hasOptions,
  ).length;
  if (bare > 0)
    add(
      'bare-echo',
      `${counted(bare, 'session')} got a reset that carries nothing but our own acknowledgement number.`,
    );
  const shifted = countCause(anycast, 'other-edge');
  if (resets.length >= 5 && shifted >= 3)
    add('several-sessions', `${resets.length} such resets over ${shifted} sessions.`);
  const ttl = firsts.filter(
    (first) =>
      hasEvidence(first, 'ttl') ||
      (hasEvidence(first, 'edge-match') && first.reset.ttl !== first.reset.synAckTtl),
  ).length;
  if (ttl > 0 && share(ttl))
    add(
      'ttl-differs',
      `In ${ttl} of ${judged.length} sessions the reset's TTL is not that of the server's other packets.`,
    );
  const matched = resets.filter((reset) => hasEvidence(reset, 'edge-match')).length;
  if (matched > 0)
    add(
      'edge-match',
      `${matched} of ${resets.length} resets fit TTL and round trip of another edge that answered other sessions.`,
    );
  const delayed = firsts.filter((first) => hasEvidence(first, 'delay')).length;
  if (delayed > 0 && matched === 0)
    add(
      'delay-of-other-edge',
      `In ${delayed} sessions the reset took another round trip than the session's own edge.`,
    );
  const continued = firsts.filter(
    ({ reset, finding }) => reset.serverContinues && finding.cause === 'other-edge',
  ).length;
  if (continued > 0)
    add(
      'server-continues',
      `In ${counted(continued, 'session')} the edge that owns it went on sending after the reset.`,
    );
  const inbound = resets.filter(({ reset }) => reset.sequenceOffset !== null);
  const stale = inbound.filter(({ reset }) => (reset.sequenceOffset ?? 0) < 0).length;
  if (inbound.length >= 5 && stale >= inbound.length / 5)
    add('stale-share', `${stale} of ${inbound.length} resets were behind the session and were ignored.`);
  if (anycast.synAckRepeats >= 2)
    add(
      'syn-ack-repeats',
      `${anycast.synAckRepeats} servers repeated their SYN-ACK: our answer to it had gone elsewhere.`,
    );
  if (anycast.twoSynAcks > 0)
    add('two-syn-acks', `${counted(anycast.twoSynAcks, 'session')} got SYN-ACKs from two servers.`);
  const aborts = countCause(anycast, 'server-abort');
  if (aborts > 0 && share(aborts))
    add('real-acknowledgement', `${aborts} resets come from a server that knew the session.`);
  const same = firsts.filter((first) => hasEvidence(first, 'same-edge')).length;
  if (same >= 0.8 * judged.length)
    add('same-edge', `${same} resets have TTL and round trip of the session's own server.`);
  const near = countCause(anycast, 'near-device');
  if (near > 0 && share(near)) add('near-device', `${near} resets come from a box a few hops away.`);
  const idle = firsts.filter(({ reset }) => reset.idleBefore > 55e9);
  if (idle.length >= 0.8 * judged.length)
    add('idle-before', `${idle.length} sessions had been silent for more than ${seconds(55e9)}.`);
  return found;
}

function comparisonLines(facts: CaptureFacts, { lines: points }: VerdictWeights): ScoreLine[] {
  const found: ScoreLine[] = [];
  const { anycast } = facts;
  const comparison = compareWithControl(facts);
  const words = `${comparison.anycastReset} of ${comparison.anycastSessions} anycast sessions were reset, ${comparison.controlReset} of ${comparison.controlSessions} control sessions`;
  if (comparison.reading === 'control-clean' && comparison.probability < 0.01) {
    const line = comparison.probability < 0.001 ? 'control-clean-strongly' : 'control-clean';
    found.push({
      line,
      points: points[line],
      because: `${words} (Fisher's exact p ${comparison.probability < 0.001 ? '< 0.001' : `= ${comparison.probability.toFixed(3)}`}).`,
    });
  }
  if (comparison.reading === 'control-fails-too')
    found.push({
      line: 'control-fails-too',
      points: points['control-fails-too'],
      because: `${words}: the legacy addresses fail alike.`,
    });
  const ports = new Map<number, { tries: number; reset: number }>();
  for (const { session, first } of anycast.all) {
    const port = session.clientSide === 0 ? session.portHigh : session.portLow;
    const entry = ports.get(port) ?? { tries: 0, reset: 0 };
    ports.set(port, { tries: entry.tries + 1, reset: entry.reset + (first ? 1 : 0) });
  }
  for (const [port, sessions] of anycast.summary?.ports ?? []) {
    const entry = ports.get(port) ?? { tries: 0, reset: 0 };
    ports.set(port, { ...entry, tries: entry.tries + sessions });
  }
  const busy = [...ports.values()].filter(({ tries }) => tries >= 20);
  if (busy.length >= 2 && busy.some(({ reset }) => reset === 0) && busy.some(({ reset }) => reset > 0))
    found.push({
      line: 'one-port-only',
      points: points['one-port-only'],
      because: 'Only one of the ports is affected, with at least 20 tries on each.',
    });
  return found;
}

export const scoreAsEvidence = (score: ShiftScore): Evidence[] =>
  score.lines.filter(({ points }) => points > 0).map(({ line, because }) => ({ kind: line, text: because }));
