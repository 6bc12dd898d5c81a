import type { LetterDetail, LetterDetails, LetterLine, LetterSection } from '../../contract/letter.ts';
import type { PathHop, Paths } from '../../contract/paths.ts';
import type { Vendor } from '../../contract/vendor-guidance.ts';
import { endpointText, judgedReset } from '../report/judged-reset.ts';
import type { LetterInput } from './build-letter.ts';
import { columns, percent, probabilityText } from './letter-columns.ts';
import type { ArmFacts, CaptureFacts } from './letter-facts.ts';
import type { LetterWords } from './letter-words.ts';

export interface LetterParts extends LetterInput {
  readonly words: LetterWords;
  readonly capture: CaptureFacts | null;
  readonly claim: 'shift' | 'other' | 'nothing';
  readonly wanted: readonly LetterDetail[];
  readonly vendor: Vendor | null;
}

type Section = LetterSection | null;

const text = (line: string): LetterLine => ({ kind: 'text', text: line });
const item = (line: string): LetterLine => ({ kind: 'item', text: line });
const fixed = (line: string): LetterLine => ({ kind: 'fixed', text: line });

/** What the user did not say is left out; `missing` asks for it. */
const detailItem = (words: LetterWords, details: LetterDetails, id: LetterDetail): LetterLine[] => {
  const given = details[id]?.replace(/\s+/g, ' ').trim() ?? '';
  return given === '' ? [] : [item(`${words.details[id]}: ${given}`)];
};

const MOST_HOPS = 30;
const MOST_LADDER_LINES = 16;

const section = (id: LetterSection['id'], words: LetterWords, lines: readonly LetterLine[]): Section =>
  lines.length === 0 ? null : { id, heading: words.headings[id], edited: false, lines: [...lines] };

export function statementSection({ words, capture, claim, service }: LetterParts): Section {
  const { statement } = words;
  if (capture === null || claim === 'nothing')
    return section('statement', words, [text(statement.nothing(service))]);
  const confidence = text(statement.confidence(words.confidences[capture.confidence]));
  // A change of route, or a hash over a changing label, is not told as spreading packet by packet.
  if (capture.kind !== 'anycast-shift-per-packet')
    return section('statement', words, [
      text(statement.other(service, words.verdicts[capture.kind])),
      confidence,
    ]);
  return section('statement', words, [
    text(statement.shift(service, capture.edges.length)),
    text(statement.mechanism),
    text(statement.expected),
    confidence,
  ]);
}

export function customerSection({ words, wanted, details }: LetterParts): Section {
  const ids = wanted.filter((id) => ['public-address', 'circuit', 'access', 'device'].includes(id));
  return section(
    'customer',
    words,
    ids.flatMap((id) => detailItem(words, details, id)),
  );
}

export function whenSection({ words, capture, wanted, details }: LetterParts): Section {
  const addresses = [...(capture?.anycast.addresses ?? []), ...(capture?.control.addresses ?? [])];
  return section('when', words, [
    ...(capture?.from && capture.until
      ? [text(words.when.window(capture.from, capture.until)), text(words.when.utc)]
      : []),
    ...(addresses.length > 0 ? [text(words.when.addresses(addresses.join(', ')))] : []),
    ...(wanted.includes('since') ? detailItem(words, details, 'since') : []),
  ]);
}

export function comparisonSection({ words, capture }: LetterParts): Section {
  if (capture === null || capture.anycast.sessions + capture.control.sessions === 0) return null;
  const { anycast, control, probability } = capture;
  const row = (name: string, arm: ArmFacts): string[] => [
    name,
    String(arm.sessions),
    String(arm.reset),
    arm.sessions === 0 ? '-' : `${percent(arm.interval.low)}-${percent(arm.interval.high)} %`,
  ];
  const table = columns([
    [...words.comparison.columns],
    row(words.comparison.anycast, anycast),
    row(words.comparison.control, control),
  ]);
  return section('comparison', words, [
    ...table.map(fixed),
    ...(anycast.sessions === 0 || control.sessions === 0 ? [text(words.comparison.oneArm)] : []),
    ...(probability === null ? [] : [text(words.comparison.chance(probabilityText(probability)))]),
  ]);
}

export function pathSection({ words, paths }: LetterParts): Section {
  if (paths === null) return null;
  return section('path', words, [
    text(splitSentence(words, paths)),
    ...hopTable(words, paths).map(fixed),
    text(words.path.forwardOnly),
    text(words.path.commands),
    ...paths.traces.map(({ source, flow }) => fixed(`${source}${flowName(words, flow)}`)),
  ]);
}

function splitSentence({ path }: LetterWords, { classification }: Paths): string {
  const { kind, splitAt, between, after } = classification;
  if (kind === 'per-packet' && splitAt !== null) return path.split(splitAt, between.join(' / '), after);
  if (kind === 'route-change' && splitAt !== null) return path.routeChange(splitAt);
  return kind === 'unknown' || kind === 'possible-alias' ? path.notProven : path.notSeen;
}

const flowName = ({ path }: LetterWords, flow: Paths['traces'][number]['flow']): string => {
  if (flow === 'unknown') return '';
  return ` (${flow === 'same' ? path.sameFlow : path.variedFlow})`;
};

/** One column for each kind of trace there is; a star is a hop that stayed silent. */
function hopTable({ path }: LetterWords, { hops }: Paths): string[] {
  const [ttl, same, varied] = path.hopColumns;
  const kinds = [
    { head: same, isOf: (flow: string) => flow === 'same' },
    { head: varied, isOf: (flow: string) => flow !== 'same' },
  ].filter(({ isOf }) => hops.some(({ responders }) => responders.some(({ flow }) => isOf(flow))));
  const who = (hop: PathHop, isOf: (flow: string) => boolean): string => {
    const found = hop.responders.filter(({ flow }) => isOf(flow));
    const names = found.map(
      ({ address, name, network }) => `${address ?? name ?? '?'}${network ? ` ${network}` : ''}`,
    );
    return [...new Set(names)].join(', ') || '*';
  };
  if (kinds.length === 0) return [];
  return columns([
    [ttl, ...kinds.map(({ head }) => head)],
    ...hops.slice(0, MOST_HOPS).map((hop) => [String(hop.ttl), ...kinds.map(({ isOf }) => who(hop, isOf))]),
  ]);
}

export function sessionSection({ words, capture }: LetterParts): Section {
  const example = capture?.example;
  if (capture === null || !example) return null;
  const judged = judgedReset(example);
  if (judged === undefined) return null;
  const ladder = example.ladder
    .slice(0, MOST_LADDER_LINES)
    .map(({ at, from, flags, ...packet }) => [
      at.slice(11).replace(/(\.\d{3})\d*Z$/, '$1'),
      from === 'client' ? '>' : '<',
      flags,
      `seq ${packet.sequence}`,
      `ack ${packet.acknowledgement}`,
      `${packet.payloadBytes} B`,
      `TTL ${packet.ttl}`,
    ]);
  const edges = columns(
    capture.edges.map(({ name, server, ttl, roundTripMs, sessions }) => [
      name,
      server,
      `TTL ${ttl}`,
      roundTripMs === null ? '-' : `${roundTripMs.median} ms`,
      `n = ${sessions}`,
    ]),
  );
  const file = capture.files.join(', ');
  return section('session', words, [
    text(words.session.intro(endpointText(example.client), endpointText(example.server), judged.at)),
    ...(example.synAckTtl === null
      ? []
      : [item(words.session.handshake(String(example.synAckTtl), String(example.handshakeMs ?? '?')))]),
    item(words.session.reset(String(judged.ttl), String(judged.delayMs ?? '?'), String(judged.sequence))),
    ...columns(ladder).map(fixed),
    ...(edges.length > 1 ? [text(words.session.edges(edges.length)), ...edges.map(fixed)] : []),
    ...(file === '' ? [] : [text(words.session.file(file))]),
  ]);
}

export function excludedSection({ words, capture, wanted, details }: LetterParts): Section {
  const told = (['other-host', 'other-network', 'vpn'] as const).filter((id) => wanted.includes(id));
  const ruledOut = capture?.ruledOut ?? [];
  return section('excluded', words, [
    ...(ruledOut.length > 0
      ? [text(words.excluded.byCapture), ...ruledOut.map((kind) => item(words.verdicts[kind]))]
      : []),
    ...told.flatMap((id) => detailItem(words, details, id)),
  ]);
}

export function askSection({ words, to, claim }: LetterParts): Section {
  return section('ask', words, words.ask[to][claim === 'shift' ? 'shift' : 'other'].map(item));
}

export function vendorSection({ words, to, vendor, claim, language }: LetterParts): Section {
  if (vendor === null || claim !== 'shift' || (to !== 'network' && to !== 'isp')) return null;
  // What to look at is said in English only; what is typed is the same everywhere.
  const said = language === 'en' ? [...vendor.suspects, ...(vendor.caution ? [vendor.caution] : [])] : [];
  return section('vendor', words, [
    text(words.vendor.intro(vendor.name)),
    ...said.map(item),
    ...vendor.commands.map(fixed),
    text(words.vendor.source(vendor.source, vendor.asOf)),
  ]);
}

export function contactSection({ words, wanted, details, masksOn }: LetterParts): Section {
  const told = (['contact', 'ticket'] as const).filter((id) => wanted.includes(id));
  return section('contact', words, [
    ...told.flatMap((id) => detailItem(words, details, id)),
    text(words.closing.consent),
    ...(masksOn ? [text(words.closing.masks)] : []),
    text(words.closing.signature),
  ]);
}
