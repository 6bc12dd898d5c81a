import type { PathMtu, SizeProbe } from '../../contract/path-mtu.ts';

/** Every host takes packets of this size (RFC 791, section 3.1), so silence here says that pings are not answered at all. */
const SMALL_BYTES = 576;
/** No way over the Internet carries more than Ethernet does. */
const WHOLE_BYTES = 1500;
/** A single lost ping must not look like a limit. */
const SILENCES = 2;

type Decided = SizeProbe['answer'] | null;

/** What is settled about a size; null as long as it has to be asked (again). */
function decided(probes: readonly SizeProbe[], sizeBytes: number): Decided {
  const here = probes.filter((one) => one.sizeBytes === sizeBytes).map(({ answer }) => answer);
  for (const answer of ['echo', 'too-big', 'not-sent'] as const) if (here.includes(answer)) return answer;
  return here.length >= SILENCES ? 'silence' : null;
}

/** Largest size that came back, and the smallest that did not. */
function bounds(probes: readonly SizeProbe[]): { readonly low: number; readonly high: number } {
  const sizes = [...new Set(probes.map(({ sizeBytes }) => sizeBytes))];
  const passed = sizes.filter((size) => decided(probes, size) === 'echo');
  const lost = sizes.filter((size) => !['echo', null].includes(decided(probes, size)));
  return { low: Math.max(0, ...passed), high: Math.min(WHOLE_BYTES + 1, ...lost) };
}

/**
 * The size to ask for next, or null when enough is known: the smallest, the whole, what a message named, and else the
 * middle between what passed and what did not.
 */
export function nextSize(probes: readonly SizeProbe[]): number | null {
  const small = decided(probes, SMALL_BYTES);
  if (small === null) return SMALL_BYTES;
  if (small !== 'echo') return null;
  const whole = decided(probes, WHOLE_BYTES);
  if (whole === null) return WHOLE_BYTES;
  if (whole === 'echo') return null;
  const { low, high } = bounds(probes);
  const named = probes.flatMap(({ mtuBytes }) => mtuBytes ?? []);
  if (named.includes(low)) return null;
  const next = named.filter((size) => size > low && size < high);
  if (next.length > 0) return Math.min(...next);
  return high - low <= 1 ? null : low + Math.floor((high - low) / 2);
}

/** What all probes of a way say together. */
export function readSizes(
  probes: readonly SizeProbe[],
): Pick<PathMtu['ways'][number], 'kind' | 'largestBytes'> {
  const small = decided(probes, SMALL_BYTES);
  if (small === 'silence' || small === 'too-big') return { kind: 'no-answer', largestBytes: null };
  if (small !== 'echo' || nextSize(probes) !== null) return { kind: 'not-measured', largestBytes: null };
  const { low, high } = bounds(probes);
  if (low >= WHOLE_BYTES) return { kind: 'whole', largestBytes: low };
  const isSaid = decided(probes, high) === 'too-big';
  return { kind: isSaid ? 'limited' : 'silent-limit', largestBytes: low };
}
