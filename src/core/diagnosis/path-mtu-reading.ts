import type { Arm, Finding } from '../../contract/diagnosis.ts';
import type { PathMtu } from '../../contract/path-mtu.ts';

/** What the sizes that pass mean for one kind of address. */
export interface PathMtuReading {
  /** Connections opened, and every one that sent full-size packets stood still. */
  readonly isStuck: boolean;
  /** And so did larger pings, or the kernel sent full-size packets again and again. */
  readonly isSeenTwice: boolean;
  /** Full-size packets of a session arrived. */
  readonly carriesWhole: boolean;
  readonly largestBytes: number | null;
}

/** Sent again this often, a packet was not lost by chance. */
const RETRANSMITTED = 2;

export function readPathMtu(pathMtu: PathMtu | null, arm: Arm): PathMtuReading {
  const mine = pathMtu?.ways.filter((one) => one.arm === arm) ?? [];
  const bursts = mine.flatMap((one) => one.bursts);
  const isStuck = bursts.length >= 2 && bursts.every(({ outcome }) => outcome === 'stalled');
  const isSilent = mine.some(({ kind }) => kind === 'silent-limit');
  const isResent = bursts.every(({ retransmitted }) => (retransmitted ?? 0) >= RETRANSMITTED);
  return {
    isStuck,
    isSeenTwice: isStuck && (isSilent || isResent),
    carriesWhole: bursts.some(({ outcome }) => outcome === 'answered'),
    largestBytes: mine.find(({ largestBytes }) => largestBytes !== null)?.largestBytes ?? null,
  };
}

const ARMS = { anycast: 'the anycast address', legacy: 'the legacy address' } as const;

/** The same size on both ways is said once. */
function joined(pathMtu: PathMtu, kind: PathMtu['ways'][number]['kind']): string[] {
  const here = pathMtu.ways.filter((one) => one.kind === kind);
  return [...new Set(here.map(({ largestBytes }) => largestBytes))].map((bytes) => {
    const arms = here.filter(({ largestBytes }) => largestBytes === bytes).map(({ arm }) => ARMS[arm]);
    return `${bytes} bytes to ${arms.join(' and ')}`;
  });
}

/** Findings about the size of packets; none where everything passes, or nothing could be seen. */
export function pathMtuFindings(pathMtu: PathMtu | null): Finding[] {
  if (pathMtu === null) return [];
  const found: Finding[] = [];
  for (const arm of ['anycast', 'legacy'] as const)
    if (readPathMtu(pathMtu, arm).isStuck)
      found.push({
        ...{ kind: 'path-mtu-black-hole', severity: 'mind' },
        text: `Connections to ${ARMS[arm]} open, and full-size packets on them are never answered: large packets vanish on the way, and the message that would say so (ICMP “fragmentation needed”) does not come through. Uploads stand still.`,
      });
  const limited = joined(pathMtu, 'limited');
  if (limited.length > 0)
    found.push({
      ...{ kind: 'path-mtu-limited', severity: 'fact' },
      text: `The way carries packets of up to ${limited.join(', ')}, and says so: path-MTU discovery works. A tunnel or PPPoE line is usual for that.`,
    });
  const stuck = found.some(({ kind }) => kind === 'path-mtu-black-hole');
  const silent = joined(pathMtu, 'silent-limit');
  const carries = pathMtu.ways
    .filter(({ kind }) => kind === 'silent-limit')
    .every(({ arm }) => readPathMtu(pathMtu, arm).carriesWhole);
  if (silent.length > 0 && !stuck)
    found.push({
      ...{ kind: 'large-pings-lost', severity: 'fact' },
      text: `Pings of more than ${silent.join(', ')} are lost without a word${carries ? ', while sessions carry full-size packets: only pings are limited, which is no fault.' : '. A limit on pings alone is no fault; whether sessions carry more could not be seen.'}`,
    });
  return found;
}

/** The row of this check, in a sentence; null when nothing could be seen. */
export function pathMtuSentence(pathMtu: PathMtu): string | null {
  const findings = pathMtuFindings(pathMtu);
  if (findings.length > 0) return findings.map(({ text }) => text).join(' ');
  const whole = joined(pathMtu, 'whole');
  const carries = pathMtu.ways.filter(({ bursts }) => bursts.some(({ outcome }) => outcome === 'answered'));
  const parts = [
    ...(whole.length > 0 ? [`Packets of ${whole.join(', ')} pass.`] : []),
    ...(carries.length > 0
      ? [
          `A request in full-size packets was answered by ${carries.map(({ arm }) => ARMS[arm]).join(' and ')}.`,
        ]
      : []),
    ...(pathMtu.ways.some(({ kind }) => kind === 'no-answer')
      ? ['Pings are not answered, which is no fault.']
      : []),
  ];
  return parts.length === 0 ? null : parts.join(' ');
}
