import type { Confidence, Evidence, Verdict, VerdictKind } from '../../contract/verdict.ts';
import type { VerdictWeights } from '../../contract/verdict-weights.ts';
import { type DiagnosisFacts, type ReadFacts, readFacts } from './diagnosis-facts.ts';
import { idleSentence, wasForgotten } from './idle-reading.ts';
import { failsOverSixAlone } from './ipv6-reading.ts';
import { scoreDiagnosis } from './score-diagnosis.ts';

interface Conclusion {
  readonly kind: VerdictKind;
  readonly confidence: Confidence;
  readonly summary: string;
  readonly runnerUp: Verdict['runnerUp'];
  readonly against?: readonly Evidence[];
}

/** Fewer attempts than this decide nothing. */
const LEAST_ATTEMPTS = 10;
const CAPTURE = 'Record a capture while it fails: the resets’ TTL and delay name their sender.';
const percent = (share: number): string => `${Math.ceil(share * 100)} %`;
const split = { kind: 'anycast-shift-per-packet', separatingCheck: CAPTURE } as const;

/**
 * The verdict on a live measurement: exclusions first, then the score (domain notes 2.4). Sockets show neither TTL nor
 * header of a reset, so packet evidence is missing and "strong" is out of reach; what contradicts is shown, not
 * averaged.
 */
export function decideDiagnosis(given: DiagnosisFacts, weights: VerdictWeights): Verdict {
  const facts = readFacts(given);
  const score = scoreDiagnosis(facts, weights);
  const found = exclude(facts) ?? shift(facts, score.total, score.traces, weights) ?? insufficient(facts);
  // The score is one for a split; what lowers it speaks for a verdict that is another sender's.
  const isAgainstShift = found.kind === 'firewall-reset' || found.kind === 'stateless-reset-not-anycast';
  const more = score.lines.filter(({ points }) => points > 0);
  const less = score.lines.filter(({ points }) => points < 0);
  const caps = facts.findings.filter(({ severity }) => severity === 'caps');
  const isCapped = caps.length > 0 && (found.confidence === 'moderate' || found.confidence === 'strong');
  return {
    kind: found.kind,
    confidence: isCapped ? 'weak' : found.confidence,
    summary: found.summary,
    for: [...counted(facts), ...evidence(isAgainstShift ? less : more)],
    against: [
      ...evidence(isAgainstShift ? more : less),
      ...(found.against ?? []),
      ...contradictions(facts, found.kind),
      ...caps.map(({ kind, text }) => ({ kind, text })),
    ],
    ruledOut: ruledOut(facts, found.kind),
    runnerUp: found.runnerUp,
    score: score.lines.map((line) => ({ ...line })),
  };
}

const evidence = (lines: readonly { readonly line: string; readonly because: string }[]): Evidence[] =>
  lines.map(({ line, because }) => ({ kind: line, text: because }));

/** What was counted stands first, whatever follows from it. */
function counted({ comparison: { anycast, legacy } }: ReadFacts): Evidence[] {
  if (anycast.attempts === 0) return [];
  const arm = (name: string, { attempts, failures, interval }: typeof anycast): string =>
    `${failures} of ${attempts} attempts to the ${name} addresses failed; the true rate lies between ${Math.floor(interval.low * 100)} and ${percent(interval.high)} (95 %)`;
  return [{ kind: 'counts', text: `${arm('anycast', anycast)}. ${arm('legacy', legacy)}.` }];
}

function exclude(facts: ReadFacts): Conclusion | null {
  const { comparison, anycast, resets, refused, timeouts } = facts;
  const { failures, attempts, highestRate } = comparison.anycast;
  const counts = `${failures} of ${attempts} attempts to the anycast addresses failed, ${comparison.legacy.failures} of ${comparison.legacy.attempts} to the legacy ones`;
  if (anycast.length < LEAST_ATTEMPTS && comparison.sequential !== 'faulty') return null;
  const stuck = stuckPackets(facts);
  if (stuck !== null) return stuck;
  const forgotten = forgottenSession(facts);
  if (forgotten !== null) return forgotten;
  const six = onlySixFails(facts);
  if (six !== null) return six;
  if (failures === 0 && comparison.isComplete)
    return {
      kind: 'healthy',
      confidence: attempts >= 30 && !facts.isSplit ? 'moderate' : 'weak',
      summary: `Nothing failed in ${attempts} attempts just now; the true rate may still be as high as ${percent(highestRate ?? 1)}.`,
      runnerUp: {
        ...split,
        separatingCheck:
          'Measure again while it fails, or longer: a rarer fault does not show in so few attempts.',
      },
      against: comparison.legacy.failures === 0 ? [] : [legacyFails(facts)],
    };
  if (refused.length > 0 && refused.length === failures)
    return {
      ...{ kind: 'port-closed', confidence: 'moderate' },
      summary: `Connections are refused: ${counts}, all of them when opening.`,
      runnerUp: {
        kind: 'firewall-reset',
        separatingCheck: 'A capture shows by TTL whether the service or a box near here refuses.',
      },
    };
  if (timeouts.length > 0 && resets.length === 0) {
    const opened = timeouts.filter(({ connectMs }) => connectMs !== null);
    const isStuck = opened.length > 0 && opened.length === timeouts.length && refused.length === 0;
    return isStuck
      ? {
          ...{ kind: 'pmtud-blackhole', confidence: 'weak' },
          summary: `Connections open and then stand still: ${counts}, none by a reset. Large packets seem to get lost on the way.`,
          runnerUp: {
            kind: 'unreachable',
            separatingCheck: 'A capture shows whether full-size packets alone are lost.',
          },
        }
      : {
          ...{ kind: 'unreachable', confidence: 'moderate' },
          summary: `No answer: ${counts}, by time-out and not by a reset.`,
          runnerUp: {
            kind: 'pmtud-blackhole',
            separatingCheck: 'A capture shows whether anything comes back at all.',
          },
        };
  }
  if (resets.length === 0) return null;
  if (facts.isNear && !facts.isSplit)
    return {
      ...{ kind: 'firewall-reset', confidence: facts.failsAlone || facts.failsAlike ? 'moderate' : 'weak' },
      summary: `Resets come ${facts.resetDelayMs} ms after our packets, and the service is ${facts.roundTripMs} ms away: a box near here sends them.`,
      runnerUp: { kind: 'middlebox-injection', separatingCheck: CAPTURE },
    };
  if (facts.failsAlike)
    return {
      ...{ kind: 'stateless-reset-not-anycast', confidence: attempts >= 20 ? 'moderate' : 'weak' },
      summary: `Both kinds of address fail alike, so it is not anycast: ${counts}.`,
      runnerUp: {
        kind: 'firewall-reset',
        separatingCheck:
          'A capture tells a box near here (fast, other TTL) from an address that changed on the way.',
      },
    };
  return null;
}

/** Single bytes pass and full-size packets do not (domain notes 2.3): the fault is in neither address, and no reset tells of it. */
function stuckPackets({ size, resets, comparison }: ReadFacts): Conclusion | null {
  if (!size.isStuck || resets.length > 0) return null;
  const { attempts, failures } = comparison.anycast;
  const largest =
    size.largestBytes === null ? '' : ` The largest ping answered had ${size.largestBytes} bytes.`;
  return {
    ...{ kind: 'pmtud-blackhole', confidence: size.isSeenTwice ? 'moderate' : 'weak' },
    summary: `Small packets pass and large ones disappear: every try with full-size packets stood still, and ${attempts - failures} of ${attempts} short attempts went through.${largest}`,
    runnerUp: {
      kind: 'unreachable',
      separatingCheck: `Set a smaller MTU here for a moment${size.largestBytes === null ? ' (1,280)' : ` (${size.largestBytes})`}: when uploads pass then, it is this.`,
    },
  };
}

/** Sessions in use all pass, and the quiet one did not. One session is little: chance, or a rare fault, is not excluded. */
function forgottenSession({ idle, comparison }: ReadFacts): Conclusion | null {
  if (idle === null || !wasForgotten(idle)) return null;
  const { attempts, failures } = comparison.anycast;
  if (failures > 0 || !comparison.isComplete) return null;
  return {
    ...{ kind: 'idle-timeout', confidence: 'weak' },
    summary: `Sessions in use pass (${attempts} of ${attempts}), and a quiet one does not. ${idleSentence(idle)}`,
    runnerUp: {
      kind: 'middlebox-injection',
      separatingCheck: `Record a capture, leave a session quiet for ${Math.ceil(idle.quietSeconds ?? 0)} seconds and use it again: the reset’s TTL and delay name who forgot it.`,
    },
  };
}

/** IPv4 is clean, so nothing is healthy where programs take IPv6; and without a control over IPv6 no cause is named. */
function onlySixFails({ ipv6, comparison: { anycast, isComplete } }: ReadFacts): Conclusion | null {
  if (ipv6 === null || !isComplete || !failsOverSixAlone(ipv6, anycast)) return null;
  return {
    ...{ kind: 'insufficient', confidence: 'none' },
    summary: `IPv6 fails and IPv4 does not: ${ipv6.failures} of ${ipv6.attempts} attempts over IPv6, 0 of ${anycast.attempts} over IPv4. Nobody can say by whom: the legacy addresses have no IPv6 to compare with.`,
    runnerUp: { kind: 'ipv6-flow-label-rehash', separatingCheck: CAPTURE },
  };
}

function shift(
  facts: ReadFacts,
  total: number,
  traces: number,
  { thresholds }: VerdictWeights,
): Conclusion | null {
  if (!facts.failsAlone || facts.resets.length === 0 || facts.isNear || facts.isSplitExcluded) return null;
  const { anycast, strayShare, rising, fitsModel } = facts.comparison;
  const isRising = rising !== null && rising < 0.05;
  const rungs = new Set(facts.resets.map(({ rung }) => rung));
  // Without a trace that shows it, the ladder has to: more resets with more packets, on more than one rung, and no more
  // survivors than the model allows.
  if (!facts.isSplit && !(isRising && fitsModel && rungs.size > 1)) return null;
  if (facts.isBurst) return null;
  if (total < thresholds.weak) return null;
  const stray =
    strayShare === null ? '' : ` About ${Math.round(strayShare.share * 100)} % of the packets stray.`;
  return {
    kind: 'anycast-shift-per-packet',
    confidence: total >= thresholds.moderate && traces > 0 ? 'moderate' : 'weak',
    summary: `Only the anycast addresses reset connections (${anycast.resets} of ${anycast.attempts}), ${facts.isSplit ? 'and one flow takes several ways: packets of one session reach different edges' : 'the more the longer we talk: that fits packets of one session reaching different edges'}.${stray}`,
    runnerUp: { kind: 'firewall-reset', separatingCheck: CAPTURE },
  };
}

function insufficient(facts: ReadFacts): Conclusion {
  const { comparison, end, resets, isBurst, isSplitExcluded } = facts;
  const { failures, attempts } = comparison.anycast;
  const why =
    end === 'nothing-to-measure'
      ? 'No address of the service could be found out, so nothing was measured.'
      : end === 'asked-for-less'
        ? 'The service asked for fewer connections, so the measurement ended early; wait a quarter of an hour.'
        : end === 'stopped'
          ? 'The measurement was stopped before it could tell.'
          : comparison.legacy.failures > 0 && comparison.legacy.resets === 0
            ? `${failures} of ${attempts} attempts failed, and the legacy addresses cannot be reached to compare with.`
            : isBurst
              ? `${failures} of ${attempts} attempts failed, all within one short time: a route that changed, or maintenance of the service.`
              : isSplitExcluded
                ? `${failures} of ${attempts} attempts to the anycast addresses failed, but one flow keeps to one way so often that a split cannot be the cause.`
                : `${failures} of ${attempts} attempts failed, too few or too unlike anything known to name a cause.`;
  return {
    ...{ kind: 'insufficient', confidence: 'none', summary: why },
    runnerUp:
      resets.length === 0
        ? null
        : isBurst
          ? { kind: 'provider-maintenance', separatingCheck: 'Measure again in 15 minutes.' }
          : isSplitExcluded
            ? { kind: 'middlebox-injection', separatingCheck: CAPTURE }
            : split,
  };
}

const legacyFails = ({ comparison }: ReadFacts): Evidence => ({
  kind: 'legacy-fails',
  text: `The legacy addresses failed ${comparison.legacy.failures} of ${comparison.legacy.attempts} times while anycast was clean: the workaround would make it worse.`,
});

/** What does not fit the verdict is said beside it. */
function contradictions(facts: ReadFacts, kind: VerdictKind): Evidence[] {
  const found: Evidence[] = [];
  if (facts.isSplit && kind !== 'anycast-shift-per-packet')
    found.push({
      kind: 'trace-contradicts',
      text: `The trace shows one flow taking several ways from hop ${facts.paths?.classification.splitAt} on; that does not fit.`,
    });
  if (facts.isSplitExcluded)
    found.push({
      kind: 'trace-contradicts',
      text: 'One flow was traced often enough to see the strays that these failures would need, and none was seen.',
    });
  if (facts.hasForeignCertificate)
    found.push({
      kind: 'foreign-certificate',
      text: 'An address shows a certificate that is not the service’s: somebody on the way ends the connections, or a portal asks for a login.',
    });
  return found;
}

function ruledOut(facts: ReadFacts, kind: VerdictKind): Verdict['ruledOut'] {
  const found: Verdict['ruledOut'] = [];
  const add = (which: VerdictKind, text: string, holds: boolean): void => {
    if (holds && which !== kind) found.push({ kind: which, text });
  };
  const { comparison, anycast } = facts;
  if (anycast.length < LEAST_ATTEMPTS) return found;
  add(
    'unreachable',
    'Connections open.',
    anycast.some(({ connectMs }) => connectMs !== null) && facts.timeouts.length === 0,
  );
  add('port-closed', 'No connection was refused.', facts.refused.length === 0);
  add('pmtud-blackhole', 'A request in full-size packets was answered.', facts.size.carriesWhole);
  add(
    'stateless-reset-not-anycast',
    `The legacy addresses failed ${comparison.legacy.failures} of ${comparison.legacy.attempts} times, far less often.`,
    facts.failsAlone,
  );
  add(
    'firewall-reset',
    `Resets take as long as the service is away (${facts.resetDelayMs} ms), not no time.`,
    facts.resets.length > 0 && !facts.isNear && (facts.resetDelayMs ?? 0) > 4,
  );
  return found;
}
