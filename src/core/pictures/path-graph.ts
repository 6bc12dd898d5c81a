import type { PathHop, PathOfTarget, Paths } from '../../contract/paths.ts';
import { type Drawing, line, round, type Shape, text } from './drawing.ts';
import { linksOf, type PathLink } from './path-links.ts';
import { placeNodes } from './path-places.ts';

/** Wide enough for an IPv4 address in the picture's small type. */
const NARROW_COLUMN = 112;
/** Of the picture's small type, with room between two columns. */
const CHARACTER = 6.6;
const LINE = 12;
const ONE_LINE_ROW = 50;
const TOP = 46;

/**
 * The way as columns of hops: who answered at each, heavy lines for probes of one flow, thin ones for flows that vary,
 * and a ring around the hop at which one flow parts. Lines join the answers to probes sent one after the other with the
 * same number; which router really sends to which, a trace does not tell.
 */
export function pathGraph(path: PathOfTarget, traces: Paths['traces']): Drawing {
  const links = linksOf(path.hops, traces);
  const columns = placeNodes(path.hops, links);
  const rows = Math.max(1, ...columns.map(({ nodes }) => nodes.length));
  const labels = columns.flatMap(({ nodes }) => nodes.map(linesOf));
  const longest = Math.max(0, ...labels.flat().map(({ length }) => length));
  const columnWidth = Math.max(NARROW_COLUMN, Math.ceil(longest * CHARACTER));
  const rowHeight = ONE_LINE_ROW + LINE * (Math.max(1, ...labels.map(({ length }) => length)) - 1);
  const width = Math.max(3, columns.length) * columnWidth + 24;
  const height = TOP + rows * rowHeight + 34;
  const middle = TOP + (rows * rowHeight) / 2;
  const at = new Map<string, { readonly x: number; readonly y: number }>();
  for (const [column, { ttl, nodes }] of columns.entries())
    for (const [index, key] of nodes.entries())
      at.set(`${ttl} ${key}`, {
        x: 12 + (column + 0.5) * columnWidth,
        y: round(middle + (index - (nodes.length - 1) / 2) * rowHeight - 8),
      });
  const { splitAt, kind } = path.classification;
  const parts = splitAt !== null && (kind === 'per-packet' || kind === 'route-change');
  const shapes: Shape[] = [];
  for (const [column, { ttl, nodes }] of columns.entries()) {
    const x = 12 + (column + 0.5) * columnWidth;
    shapes.push(text(x, 18, `hop ${ttl}`, 'quiet', 'middle'));
    if (nodes.length === 0) shapes.push(text(x, middle - 4, 'silent', 'quiet', 'middle'));
    if (parts && ttl === splitAt)
      shapes.push({
        kind: 'path',
        d: roundBox(x - columnWidth / 2 + 5, TOP - 18, columnWidth - 10, rows * rowHeight + 18),
        look: 'ring',
      });
  }
  // Thin lines first, so that the heavy ones lie over them.
  for (const link of [...links].sort((one, other) => weight(one) - weight(other))) {
    const [from, to] = [at.get(link.from), at.get(link.to)];
    if (from && to)
      shapes.push(line(from.x, from.y, to.x, to.y, `link ${link.flow}${link.isFar ? ' far' : ''}`));
  }
  for (const { ttl, nodes } of columns)
    for (const key of nodes)
      shapes.push(...nodeShapes(path, ttl, key, at.get(`${ttl} ${key}`) ?? { x: 0, y: 0 }));
  shapes.push(...legend(links, height - 10));
  return {
    title: titleOf(path),
    description: `${path.hops.length} hops. ${path.hops.map(hopText).join(' ')}`,
    ...{ width, height, shapes, marks: [] },
    table: tableOf(path.hops),
  };
}

const weight = ({ flow, isFar }: PathLink): number => (flow === 'same' ? 2 : 0) + (isFar ? 0 : 1);

function nodeShapes(
  { hops, target }: PathOfTarget,
  ttl: number,
  key: string,
  { x, y }: { readonly x: number; readonly y: number },
): Shape[] {
  const responders = hops.find((hop) => hop.ttl === ttl)?.responders ?? [];
  const mine = responders.filter((one) => (one.address ?? one.name ?? '') === key);
  const isSame = mine.some(({ flow }) => flow === 'same');
  const isTarget = target.address !== null && key === target.address;
  const name = mine.find((one) => one.name !== null && one.name !== key)?.name ?? null;
  const network = mine.find((one) => one.network !== null)?.network ?? null;
  const lines = linesOf(key);
  const more = [network, name].filter((one) => one !== null).join(' ');
  return [
    isTarget
      ? { kind: 'box', x: round(x - 7), y: y - 7, width: 14, height: 14, look: 'node target' }
      : { kind: 'circle', x: round(x), y, radius: 6.5, look: `node ${isSame ? 'same' : 'varied'}` },
    ...lines.map((words, index) => text(x, y + 20 + LINE * index, words, 'address over', 'middle')),
    ...(more === ''
      ? []
      : [text(x, y + 20 + LINE * lines.length, shorten(more, 18), 'address quiet over', 'middle')]),
  ];
}

/** The finding, and of which way when it is the one over IPv6, which stands beside another. */
const titleOf = ({ target, classification }: PathOfTarget): string =>
  `${target.address?.includes(':') ? 'Over IPv6: ' : ''}${classification.summary}`;

const ONE_LINE = 17;

/** An address is shown whole: one of version 6 that is too long for a line is broken at the colon nearest to its middle. */
function linesOf(key: string): string[] {
  if (key.length <= ONE_LINE || !/^[0-9a-f:.]+$/.test(key)) return [shorten(key, ONE_LINE)];
  const colons = [...key].flatMap((letter, at) => (letter === ':' ? [at + 1] : []));
  const middle = key.length / 2;
  const [at = 0] = colons.sort((one, other) => Math.abs(one - middle) - Math.abs(other - middle));
  return [key.slice(0, at), key.slice(at)];
}

const shorten = (words: string, most: number): string =>
  words.length <= most ? words : `${words.slice(0, most - 1)}…`;

function roundBox(x: number, y: number, width: number, height: number): string {
  const r = 10;
  return `M${x + r},${y}h${width - 2 * r}q${r},0 ${r},${r}v${height - 2 * r}q0,${r} -${r},${r}h-${width - 2 * r}q-${r},0 -${r},-${r}v-${height - 2 * r}q0,-${r} ${r},-${r}z`;
}

function legend(links: readonly PathLink[], y: number): Shape[] {
  const words = { same: 'one flow', varied: 'other flows', unknown: 'probed nobody knows how' } as const;
  const shapes: Shape[] = [];
  let x = 16;
  for (const flow of ['same', 'varied', 'unknown'] as const) {
    if (!links.some((link) => link.flow === flow)) continue;
    shapes.push(line(x, y, x + 30, y, `link ${flow}`), text(x + 38, y + 4, words[flow], 'quiet'));
    x += 56 + words[flow].length * 7;
  }
  return shapes;
}

function hopText({ ttl, responders }: PathHop): string {
  if (responders.length === 0) return `Hop ${ttl}: no answer.`;
  const of = (flow: string): string =>
    [
      ...new Set(responders.filter((one) => one.flow === flow).map((one) => one.address ?? one.name ?? '?')),
    ].join(' and ');
  const parts = (['same', 'varied', 'unknown'] as const)
    .filter((flow) => responders.some((one) => one.flow === flow))
    .map((flow) => `${flow} flow ${of(flow)}`);
  return `Hop ${ttl}: ${parts.join('; ')}.`;
}

const FLOW_NAMES = { same: 'one flow', varied: 'varied', unknown: 'unknown' } as const;

function tableOf(hops: readonly PathHop[]): Drawing['table'] {
  return {
    columns: [
      ['Hop', true],
      ['Probed as', false],
      ['Answered by', false],
      ['Name', false],
      ['Network', false],
      ['Answers', true],
      ['Median, ms', true],
      ['Marks', false],
    ].map(([name, isNumber]) => ({ name: String(name), isNumber: isNumber === true })),
    rows: hops.flatMap(({ ttl, responders }) =>
      responders.length === 0
        ? [[String(ttl), '', 'no answer', '', '', '', '', '']]
        : responders.map((one) => [
            ...[String(ttl), FLOW_NAMES[one.flow], one.address ?? '', one.name ?? '', one.network ?? ''],
            ...[
              one.answers === null ? '' : String(one.answers),
              one.rttMs === null ? '' : String(one.rttMs.median),
            ],
            one.marks.join(' '),
          ]),
    ),
  };
}
