import type { Paths } from '../../contract/paths.ts';

/** With which protocol, and by whose rights, in a sentence; empty when nothing is known of it. */
export function howTraced(
  traces: readonly Pick<Paths['traces'][number], 'protocol' | 'isElevated'>[],
): string {
  const known = [...new Set(traces.map(({ protocol }) => protocol))].filter((one) => one !== 'unknown');
  const withRights = traces.filter(({ isElevated }) => isElevated).length;
  if (known.length === 0) return '';
  const which = known.map((one) => one.toUpperCase()).join(' and ');
  if (withRights === 0) return `Traced with ${which}.`;
  const howMany = withRights === traces.length ? '' : `, ${withRights} of ${traces.length}`;
  return `Traced with ${which}${howMany} with administrator rights.`;
}

/** What came of the traces, and how they were made: the sentences of their check. */
export function pathsSentence({
  classification,
  traces,
  others,
}: Pick<Paths, 'classification' | 'traces' | 'others'>): string {
  const six = others.filter(({ target }) => target.address?.includes(':'));
  const beside = six.map((path) => `Over IPv6, which counts apart: ${path.classification.summary}`);
  return [classification.summary, ...beside, howTraced(traces)].filter((words) => words !== '').join(' ');
}
