import type { Classification } from '../../contract/paths.ts';
import type { Confidence } from '../../contract/verdict.ts';
import { keyOf, type ProbedTrace, reachedTarget } from './probed-trace.ts';
import { readSameFlow, type SameFlowFacts, type SameFlowHop } from './same-flow.ts';
import { stoppingCount } from './stopping-counts.ts';

/** One responder was seen; so many answers rule out a second one that gets as many packets. */
const AT_95 = stoppingCount(2, 0.95);
const AT_99 = stoppingCount(2, 0.99);
/** A change seen once counts when mixed answers would look like that in at most a third of all orders. */
const MOST_CHANCE = 0.34;

type Draft = Pick<Classification, 'kind' | 'confidence' | 'summary'> & {
  readonly split: Pick<SameFlowHop, 'ttl' | 'keys'> | null;
  readonly because: readonly string[];
};

const RANK: readonly Confidence[] = ['none', 'weak', 'moderate', 'strong'];
const atMost = (one: Confidence, other: Confidence): Confidence =>
  RANK.indexOf(one) <= RANK.indexOf(other) ? one : other;
const list = (keys: readonly string[]): string => keys.join(', ');

/**
 * What the traces to one target say about how packets are spread (domain notes 1.3 and 4.2). Only a flow that stays
 * the same can show a split by packet; many responders with a varied flow are ordinary; of a trace whose flow nobody
 * knows nothing follows.
 */
export function classifyPath(traces: readonly ProbedTrace[]): Classification {
  const same = traces.filter(({ flow }) => flow === 'same');
  const varied = traces.filter(({ flow }) => flow === 'varied');
  const facts = readSameFlow(same);
  const several = severalResponders(varied);
  const draft =
    splitByPacket(facts) ??
    changedRoute(facts) ??
    undecided(facts) ??
    byFlow(facts, several, same.length > 0) ??
    onePath(facts, same, varied, traces);
  return {
    kind: draft.kind,
    splitAt: draft.split?.ttl ?? null,
    between: [...(draft.split?.keys ?? [])],
    after: draft.split === null ? null : lastShared(draft.split.ttl, traces),
    confidence: draft.confidence,
    summary: draft.summary,
    because: [...draft.because],
    limits: limitsOf(traces),
  };
}

/** Is it ICMP throughout? Then each probe may be hashed as a flow of its own, whatever was meant (Juniper's notes on load balancing). */
const isIcmpOnly = (traces: readonly ProbedTrace[]): boolean =>
  traces.length > 0 && traces.every(({ protocol }) => protocol === 'icmp');

function splitByPacket(facts: SameFlowFacts): Draft | null {
  const split =
    facts.hops.find(({ interleavedIn, unorderedIn }) => interleavedIn + unorderedIn > 0) ?? restless(facts);
  if (!split) return null;
  const mixed = facts.hops.filter(({ isMixed }) => isMixed);
  const isOrdered = split.interleavedIn > 0;
  const because = [
    isOrdered
      ? `At hop ${split.ttl} ${list(split.keys)} answered probes of one and the same flow in turn.`
      : split.unorderedIn > 0
        ? `At hop ${split.ttl} ${list(split.keys)} answered probes of one flow; the tool does not say in which order.`
        : `Answers changed at different moments at hops ${list(mixed.map(({ ttl }) => String(ttl)))}; one change of route does that once.`,
  ];
  const later = mixed.filter(({ ttl }) => ttl > split.ttl);
  if (later.length > 0) because.push(`The ways stay apart: hop ${later[0]?.ttl} differs as well.`);
  if (facts.targetTtls.length > 1)
    because.push(`The target answers ${facts.targetTtls.join(' and ')} hops away within one flow.`);
  if (facts.hasChallengeAcks)
    because.push(
      'The target answered SYNs of one flow with SYN-ACKs and with bare ACKs: two servers hold the session.',
    );
  const meetsTarget = mixed.some(({ keys }) =>
    facts.traces.some((trace) => keys.includes(keyOf(trace.target))),
  );
  if (meetsTarget && facts.targetTtls.length < 2)
    because.push('The target and a router on the way answer at one and the same distance.');
  const matters = later.length > 0 || facts.targetTtls.length > 1 || meetsTarget || facts.hasChallengeAcks;
  if (!matters)
    return {
      kind: 'possible-alias',
      confidence: 'weak',
      split,
      summary: `Several addresses answer one flow at hop ${split.ttl}, and nothing behind it differs: that may be one router with several addresses.`,
      because: [
        ...because,
        facts.hops.some(({ ttl, answered }) => ttl > split.ttl && answered > 0)
          ? 'Every later hop has one responder, and the target is equally far by every way.'
          : 'No later hop answered, so whether the ways stay apart cannot be seen.',
      ],
    };
  const runs = facts.hops.reduce((most, hop) => Math.max(most, hop.interleavedIn + hop.unorderedIn), 0);
  const enough = split.answersWhereMixed >= AT_95;
  const earned: Confidence = !isOrdered
    ? 'weak'
    : enough && runs >= 2
      ? 'strong'
      : enough
        ? 'moderate'
        : 'weak';
  const isIcmp = isIcmpOnly(facts.traces);
  if (isIcmp)
    because.push(
      'The probes are ICMP: routers may take each for a flow of its own, so this supports and does not prove.',
    );
  return {
    kind: 'per-packet',
    confidence: isIcmp ? atMost(earned, 'weak') : earned,
    split,
    summary: `Packets of one flow take different ways from hop ${split.ttl} on: the path is split by packet.`,
    because,
  };
}

/** Changes at two hops of one trace, at different probes: neither tools that go hop by hop nor rounds make one change of that. */
function restless({ hops }: SameFlowFacts): SameFlowHop | undefined {
  const changed = hops.filter(({ changes }) => changes.length > 0);
  const [first] = changed;
  const isTwice = changed.some((hop) =>
    hop.changes.some((change) =>
      first?.changes.some(
        (other) => hop !== first && other.trace === change.trace && other.changedAt !== change.changedAt,
      ),
    ),
  );
  return isTwice ? first : undefined;
}

function changedRoute(facts: SameFlowFacts): Draft | null {
  const changed = facts.hops.flatMap((hop) => hop.changes.map(({ chance }) => ({ hop, chance })));
  const best = changed.sort((one, other) => one.chance - other.chance)[0];
  if (!best || best.chance > MOST_CHANCE) return null;
  const split = facts.hops.find(({ changes }) => changes.length > 0) ?? best.hop;
  return {
    kind: 'route-change',
    confidence: best.chance <= 0.1 && !isIcmpOnly(facts.traces) ? 'moderate' : 'weak',
    split,
    summary: `The route changed while it was traced: at hop ${split.ttl} first one router answered, then another.`,
    because: [
      `At hop ${best.hop.ttl} ${list(best.hop.keys)} answered one after the other and not in turn; mixed answers look like that in ${Math.ceil(best.chance * 100)} % of all orders.`,
    ],
  };
}

/** Something differs within the flow, and it is too little to say what. */
function undecided(facts: SameFlowFacts): Draft | null {
  const split = facts.hops.find(({ keys }) => keys.length > 1);
  if (!split) return null;
  return {
    kind: 'unknown',
    confidence: 'none',
    split,
    summary: split.isMixed
      ? `Two routers answered one flow at hop ${split.ttl}, but too few probes to tell a split from a change of route.`
      : `The traces differ from one another at hop ${split.ttl}: the route changed between them, or they used different ports, which is ordinary.`,
    because: [
      split.isMixed
        ? `${split.answersWhereMixed} answers at that hop; at least six in one flow would tell.`
        : 'Within each trace every hop had one responder.',
    ],
  };
}

interface Several {
  readonly ttl: number;
  readonly keys: readonly string[];
}

/** First hop with several responders over all traces of a varied flow. */
function severalResponders(traces: readonly ProbedTrace[]): Several | null {
  const byTtl = new Map<number, string[]>();
  for (const { hops } of traces)
    for (const { ttl, responders } of hops) {
      const keys = byTtl.get(ttl) ?? [];
      for (const responder of responders) if (!keys.includes(keyOf(responder))) keys.push(keyOf(responder));
      byTtl.set(ttl, keys);
    }
  const first = [...byTtl].filter(([, keys]) => keys.length > 1).sort(([one], [other]) => one - other)[0];
  return first ? { ttl: first[0], keys: first[1] } : null;
}

function byFlow(facts: SameFlowFacts, several: Several | null, hasSame: boolean): Draft | null {
  if (several === null) return null;
  const answered = facts.hops.find(({ ttl }) => ttl === several.ttl)?.answered ?? 0;
  const earned: Confidence = answered >= AT_99 ? 'strong' : answered >= AT_95 ? 'moderate' : 'weak';
  return {
    kind: 'per-flow',
    confidence: isIcmpOnly(facts.traces) ? atMost(earned, 'weak') : earned,
    split: several,
    summary: hasSame
      ? `Different flows take different ways from hop ${several.ttl} on, and one flow keeps to its own: the ordinary spreading by session.`
      : `Different flows take different ways from hop ${several.ttl} on, which is ordinary; whether one flow keeps to its own was not traced.`,
    because: [
      `With a varied flow ${list(several.keys)} answered at hop ${several.ttl}.`,
      hasSame
        ? `With one flow, ${answered} answers at that hop came from one router${answered >= AT_95 ? '' : `; fewer than ${AT_95} exclude little`}.`
        : 'Many responders with a varied flow are normal: about two paths in five have them.',
    ],
  };
}

function onePath(
  facts: SameFlowFacts,
  same: readonly ProbedTrace[],
  varied: readonly ProbedTrace[],
  all: readonly ProbedTrace[],
): Draft {
  const none = (summary: string, because: readonly string[] = []): Draft => ({
    ...{ kind: 'unknown' as const, confidence: 'none' as const, split: null, summary, because },
  });
  const told = [...same, ...varied];
  if (told.length === 0)
    return none('How these traces were probed is not known, so nothing follows from them.', [
      'Say it after each file: --flow same when every probe had the same ports, --flow varied when not.',
    ]);
  if (told.every(({ showsEveryResponder }) => !showsEveryResponder))
    return none(
      'This tool prints one address a hop, however many answered, so it cannot show whether the path parts.',
    );
  const judged = readSameFlow(told.filter(({ showsEveryResponder }) => showsEveryResponder));
  const answering = judged.hops.filter(({ answered }) => answered > 0);
  if (answering.length === 0) return none('No router on the way answered.');
  const fewest = Math.min(...answering.map(({ answered }) => answered));
  const reached = judged.traces.some((trace) => reachedTarget(trace) === true);
  const silent = judged.hops.length - answering.length;
  const earned: Confidence = fewest >= AT_99 ? 'strong' : fewest >= AT_95 ? 'moderate' : 'weak';
  const limited = atMost(earned, silent * 2 > judged.hops.length ? 'weak' : reached ? 'strong' : 'moderate');
  return {
    kind: 'single-path',
    confidence: isIcmpOnly(all) ? atMost(limited, 'weak') : limited,
    split: null,
    summary: 'Every hop that answered had one responder: no split was seen.',
    because: [
      `At least ${fewest} answers at each hop; ${AT_95} exclude a second router that gets half of the packets with 95 %, ${AT_99} with 99 %, at one hop.`,
      ...(facts.traces.length > 0 && varied.length === 0
        ? ['Only one flow was traced: other flows may take other ways, which is ordinary.']
        : []),
      ...(silent > 0 ? [`${silent} of ${judged.hops.length} hops stayed silent.`] : []),
    ],
  };
}

/** The one responder of the nearest hop before, when there is one. */
function lastShared(ttl: number, traces: readonly ProbedTrace[]): string | null {
  const keys = new Set(
    traces.flatMap(({ hops }) =>
      hops.filter((hop) => hop.ttl === ttl - 1).flatMap(({ responders }) => responders.map(keyOf)),
    ),
  );
  return keys.size === 1 ? ([...keys][0] ?? null) : null;
}

function limitsOf(traces: readonly ProbedTrace[]): string[] {
  const limits = [
    'A trace shows the way there, never the way back, and routers that do not answer stay unseen.',
  ];
  if (traces.some(({ flow }) => flow === 'unknown'))
    limits.push('Traces whose flow is not known are shown and prove nothing.');
  if (traces.some(({ showsEveryResponder }) => !showsEveryResponder))
    limits.push('tracert, pathping and mtr’s JSON print one address a hop, however many answered.');
  if (traces.some(({ protocol }) => protocol === 'icmp'))
    limits.push(
      'Routers may take each ICMP probe for a flow of its own: such a trace supports and never proves.',
    );
  return limits;
}
