import type { PathHop, PathOfTarget, Paths } from '../contract/paths.ts';
import { bold, inert, quiet, type Terminal, wrap } from './terminal.ts';

const WIDTH = 92;

/** Paths for people: the answer first, then why, then hop by hop. */
export function pathsAsText(paths: Paths, terminal: Terminal): string {
  const lines: string[] = [];
  for (const path of [paths, ...paths.others]) lines.push(...pathLines(path, terminal), '');
  for (const { source, format, flow, protocol, isElevated, notes } of paths.traces) {
    const how = flow === 'unknown' ? 'probed nobody knows how' : `${flow} flow`;
    lines.push(
      quiet(
        terminal,
        inert(
          `${source}: ${format}, ${how}${protocol === 'unknown' ? '' : `, ${protocol}`}${isElevated ? ', with administrator rights' : ''}`,
        ),
      ),
    );
    for (const note of notes) lines.push(quiet(terminal, `  ${inert(note)}`));
  }
  return lines.join('\n');
}

function pathLines({ target, hops, classification }: PathOfTarget, terminal: Terminal): string[] {
  const { kind, confidence, summary, because, limits, splitAt, after, between } = classification;
  const item = (text: string): string => `  - ${wrap(inert(text), WIDTH - 4, '    ')}`;
  const name = [target.name, target.address].filter((one) => one !== null).join(' ');
  return [
    ...(name === '' ? [] : [quiet(terminal, `To ${inert(name)}`)]),
    bold(terminal, wrap(inert(summary), WIDTH)),
    quiet(terminal, `${kind}, confidence ${confidence}`),
    ...(splitAt === null
      ? []
      : [`Hop ${splitAt}: ${inert(between.join(', '))}${after === null ? '' : `, after ${inert(after)}`}`]),
    '',
    ...because.map(item),
    ...limits.map(item),
    '',
    ...hops.map((hop) => hopLine(hop)),
  ];
}

function hopLine({ ttl, responders, probes }: PathHop): string {
  const parts = probes.map(({ flow, sent, answered }) => {
    const here = responders.filter((one) => one.flow === flow);
    const who = here.map(({ address, name, network, answers, rttMs, marks }) => {
      const time = rttMs === null ? '' : ` ${rttMs.median} ms`;
      const times = answers === null || here.length < 2 ? '' : ` x${answers}`;
      const label = address === null ? name : name === null ? address : `${name} (${address})`;
      const whose = network === null ? '' : ` [${inert(network)}]`;
      return `${inert(label ?? '?')}${whose}${times}${time}${marks.length > 0 ? ` ${inert(marks.join(' '))}` : ''}`;
    });
    return `[${flow}] ${who.length === 0 ? 'no answer' : who.join(' | ')}  ${answered}/${sent}`;
  });
  return `${String(ttl).padStart(3)}  ${parts.join('\n     ')}`;
}
