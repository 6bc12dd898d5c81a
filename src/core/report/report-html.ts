import type { AnalysisSession } from '../../contract/analysis.ts';
import type { Report, ReportParts } from '../../contract/report.ts';
import type { Verdict } from '../../contract/verdict.ts';
import { summarisedText } from '../words/session-words.ts';
import { CAUSE_NAMES, nextStepFor, TONE_NAMES, toneOf, VERDICT_NAMES } from '../words/verdict-words.ts';
import { exampleSession } from './build-report.ts';
import { endpointText as endpoint, judgedReset } from './judged-reset.ts';
import { flagsInWords, type LadderLayout, layoutLadder } from './ladder-layout.ts';
import { ladderSvg } from './ladder-svg.ts';
import { escapeMarkup as safe } from './markup.ts';
import { measurementSection } from './measurement-section.ts';
import { REPORT_CSS } from './report-css.ts';
import { shortFacts } from './short-facts.ts';

/** Sessions listed in the readable forms; the JSON has every one. */
export const MOST_LISTED_SESSIONS = 60;

/** The report as one page: opens without network and without script, prints well, verdict first. */
export function reportHtml(report: Report, parts: ReportParts): string {
  const { analysis, diagnosis } = report;
  const title = `Bitbucket reset report, case ${report.caseId}`;
  const body = [
    `<header><p class="kicker">Bitbucket Reset Doctor report</p><h1>Case ${safe(report.caseId)}${report.title === null ? '' : `: ${safe(report.title)}`}</h1>`,
    `<p class="quiet">Made ${safe(report.generatedAt)} (${safe(report.generatedAtLocal)}) by version ${safe(report.product.version)}. ${masksSentence(report)}</p></header>`,
    diagnosis === null ? '' : verdictSection(diagnosis.verdict, 'Measured live'),
    analysis === null
      ? '<p>No capture was analysed in this case.</p>'
      : verdictSection(analysis.verdict, diagnosis === null ? null : 'Found in the capture'),
    factsSection(report),
    diagnosis === null ? '' : evidenceSection(diagnosis.verdict, 'Evidence, measured live'),
    measurementSection(report, parts.pictures),
    analysis === null ? '' : evidenceSection(analysis.verdict, 'Evidence'),
    analysis !== null && parts.pictures ? pictureSection(report) : '',
    analysis === null ? '' : edgesSection(report),
    analysis !== null && parts.sessions ? sessionsSection(report) : '',
    analysis === null ? '' : filesSection(report),
    symptomSection(report),
    report.note === null ? '' : `<section><h2>Note</h2><p class="pre">${safe(report.note)}</p></section>`,
    machineSection(report),
    limitsSection(report),
  ].join('\n');
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><title>${safe(title)}</title><style>${REPORT_CSS}</style></head>
<body><main>
${body}
</main></body></html>
`;
}

function masksSentence({ masks }: Report): string {
  if (!masks.on)
    return 'Masks are off: addresses and names are shown as they are; secrets are still removed.';
  const hidden = Object.entries(masks.placeholders).map(([kind, count]) => `${count} ${kind}`);
  return `Private addresses and names are replaced by placeholders that stay the same throughout${hidden.length > 0 ? ` (${safe(hidden.join(', '))})` : ''}.`;
}

/** @param whence what it rests on, where a report has two verdicts */
function verdictSection(verdict: Verdict, whence: string | null): string {
  const tone = toneOf(verdict.kind);
  return `<section class="verdict ${tone}"><p class="tone">${toneMark(tone)} ${safe(TONE_NAMES[tone])}${whence === null ? '' : `. ${whence}`}</p><h2>${safe(verdict.summary)}</h2>
<p><strong>${safe(VERDICT_NAMES[verdict.kind])}</strong> (<code>${safe(verdict.kind)}</code>). Confidence: <strong>${safe(verdict.confidence)}</strong>.</p>
<p>${safe(nextStepFor(verdict.kind))}</p></section>`;
}

/** Where, when, and what was changed: with the verdict, what the first page says. */
function factsSection(report: Report): string {
  const rows = shortFacts(report).map(({ name, text }) => `<dt>${name}</dt><dd>${unbrokenTimes(text)}</dd>`);
  return `<section class="facts"><dl>${rows.join('')}</dl></section>`;
}

/** A moment is one word: it is searched for and copied. */
const unbrokenTimes = (text: string): string =>
  safe(text).replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<span class="time">$&</span>');

/** Shape and word, never colour alone. */
function toneMark(tone: ReturnType<typeof toneOf>): string {
  const shapes = {
    fault: '<path d="M6 1h8l5 5v8l-5 5H6l-5-5V6z"/>',
    caution: '<path d="M10 2l9 16H1z"/>',
    clear:
      '<circle cx="10" cy="10" r="8.5" fill="none" stroke="currentColor" stroke-width="2"/><path d="M6 10l3 3 5-6" fill="none" stroke="currentColor" stroke-width="2"/>',
    unknown:
      '<circle cx="10" cy="10" r="8.5" fill="none" stroke="currentColor" stroke-width="2"/><path d="M6 10h8" stroke="currentColor" stroke-width="2"/>',
  } as const;
  return `<svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true" fill="currentColor">${shapes[tone]}</svg>`;
}

const list = (items: readonly string[]): string =>
  `<ul>${items.map((item) => `<li>${item}</li>`).join('')}</ul>`;

function evidenceSection(verdict: Verdict, title: string): string {
  const block = (heading: string, items: readonly string[]): string =>
    items.length === 0 ? '' : `<h3>${heading}</h3>${list(items)}`;
  const score =
    verdict.score.length === 0
      ? ''
      : `<details><summary>Score for a per-packet split: ${verdict.score.reduce((sum, { points }) => sum + points, 0)}</summary><table><thead><tr><th scope="col">Line</th><th scope="col" class="number">Points</th><th scope="col">Because</th></tr></thead><tbody>${verdict.score
          .map(
            ({ line, points, because }) =>
              `<tr><td><code>${safe(line)}</code></td><td class="number">${points > 0 ? '+' : ''}${points}</td><td>${safe(because)}</td></tr>`,
          )
          .join('')}</tbody></table></details>`;
  const runnerUp =
    verdict.runnerUp === null
      ? ''
      : `<h3>If it is not that</h3><p>Next in line: ${safe(VERDICT_NAMES[verdict.runnerUp.kind])}. The check that separates the two: ${safe(verdict.runnerUp.separatingCheck)}</p>`;
  return `<section><h2>${title}</h2>${block(
    'What speaks for it',
    verdict.for.map(({ text }) => safe(text)),
  )}${block(
    'What speaks against it',
    verdict.against.map(({ text }) => safe(text)),
  )}${block(
    'Ruled out',
    verdict.ruledOut.map(({ kind, text }) => `<strong>${safe(VERDICT_NAMES[kind])}:</strong> ${safe(text)}`),
  )}${runnerUp}${score}</section>`;
}

function pictureSection({ analysis }: Report): string {
  const id = analysis === null ? null : exampleSession(analysis);
  const session = analysis?.sessions.find((one) => one.id === id);
  const layout = session ? layoutLadder(session) : null;
  if (!session || !layout) return '';
  const judged = judgedReset(session);
  return `<section class="picture"><h2>One session, packet by packet</h2><p><strong>${safe(layout.title)}${layout.facts === '' ? '' : `: ${safe(layout.facts)}`}.</strong></p>${ladderSvg(layout, 'ladder')}${judged ? list(judged.evidence.map(({ text }) => safe(text))) : ''}${ladderTable(session, layout)}</section>`;
}

/** The packets of the picture with the numbers a trace can be searched for. */
function ladderTable(session: AnalysisSession, layout: LadderLayout): string {
  const packets = new Map(session.ladder.map((packet) => [packet.packet, packet]));
  const rows = layout.arrows.map((arrow) => {
    const packet = packets.get(arrow.packet);
    if (packet === undefined) return '';
    const way = packet.from === 'client' ? 'to server' : 'from server';
    return `<tr><td class="number">${packet.packet}</td><td class="time">${safe(packet.at)}</td><td>${way}</td><td>${safe(flagsInWords(packet.flags))}</td><td class="number">${packet.payloadBytes}</td><td class="number">${packet.sequence}</td><td class="number">${packet.acknowledgement}</td><td class="number">${packet.ttl}</td></tr>`;
  });
  return `<p>${safe(endpoint(session.client))} to ${safe(endpoint(session.server))}, TCP:</p><div class="scroll"><table class="packets"><thead><tr><th scope="col" class="number">Packet</th><th scope="col">Time (UTC)</th><th scope="col">Way</th><th scope="col">Flags</th><th scope="col" class="number">Bytes</th><th scope="col" class="number">Sequence</th><th scope="col" class="number">Acknowledges</th><th scope="col" class="number">TTL</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

function edgesSection({ analysis }: Report): string {
  if (analysis === null || analysis.edges.length === 0) return '';
  const rows = analysis.edges
    .map(
      ({ name, server, ttl, roundTripMs, sessions, options, firstSeenAt, lastSeenAt }) =>
        `<tr><td>${safe(name)}</td><td><code>${safe(server)}</code></td><td class="number">${ttl}</td><td class="number">${roundTripMs === null ? 'unknown' : `${roundTripMs.median} (${roundTripMs.lowest} to ${roundTripMs.highest})`}</td><td class="number">${sessions}</td><td><code>${safe(options)}</code></td><td class="time">${safe(firstSeenAt)}<br>${safe(lastSeenAt)}</td></tr>`,
    )
    .join('');
  return `<section><h2>Edges that answered the anycast address</h2><p>Sessions whose SYN-ACKs share TTL, options and round trip are counted as one edge.</p><div class="scroll"><table><thead><tr><th scope="col">Edge</th><th scope="col">Address</th><th scope="col" class="number">TTL</th><th scope="col" class="number">Round trip, ms</th><th scope="col" class="number">Sessions</th><th scope="col">Options</th><th scope="col">First and last (UTC)</th></tr></thead><tbody>${rows}</tbody></table></div></section>`;
}

function sessionsSection({ analysis }: Report): string {
  if (analysis === null) return '';
  const reset = analysis.sessions.filter(
    ({ resets, isTarget }) => isTarget && resets.some(({ from }) => from === 'server'),
  );
  const shown = reset.slice(0, MOST_LISTED_SESSIONS);
  if (shown.length === 0)
    return '<section><h2>Sessions with a reset</h2><p>None of the Bitbucket sessions was reset.</p></section>';
  const more =
    reset.length > shown.length ? `<p>${reset.length - shown.length} more are in report.json.</p>` : '';
  return `<section><h2>Sessions with a reset</h2><div class="scroll"><table class="sessions"><thead><tr><th scope="col">Session (5-tuple, TCP)</th><th scope="col">Reset at (UTC)</th><th scope="col">Cause</th><th scope="col" class="number">TTL: SYN-ACK, reset</th><th scope="col" class="number">Delay, ms: handshake, reset</th><th scope="col" class="number">Sequence</th><th scope="col" class="number">Packet</th><th scope="col" class="number">Resets</th></tr></thead><tbody>${shown.map(sessionRow).join('')}</tbody></table></div>${more}</section>`;
}

function sessionRow(session: AnalysisSession): string {
  const judged = judgedReset(session);
  const tuple = `<code>${safe(endpoint(session.client))}</code><br><code>${safe(endpoint(session.server))}</code>`;
  if (!judged) return `<tr><td>${tuple}</td><td colspan="7"></td></tr>`;
  return `<tr><td>${tuple}</td><td class="time">${safe(judged.at)}</td><td>${safe(CAUSE_NAMES[judged.cause] ?? judged.cause)} (${safe(judged.confidence)})</td><td class="number">${session.synAckTtl ?? '?'}, ${judged.ttl}</td><td class="number">${session.handshakeMs ?? '?'}, ${judged.delayMs ?? '?'}</td><td class="number">${judged.sequence}</td><td class="number">${judged.packet}</td><td class="number">${session.resets.length}</td></tr>`;
}

function filesSection({ analysis }: Report): string {
  if (analysis === null) return '';
  const rows = analysis.files
    .map(
      ({ name, format, linkTypes, packets, bytes, firstPacketAt, lastPacketAt, damage }) =>
        `<tr><td>${safe(name)}</td><td>${safe(format)}, ${safe(linkTypes.join(' '))}</td><td class="number">${packets}</td><td class="number">${bytes}</td><td class="time">${safe(firstPacketAt ?? 'none')}<br>${safe(lastPacketAt ?? '')}</td></tr>${damage === null ? '' : `<tr><td colspan="5">Damaged at byte ${damage.atByte}: ${safe(damage.message)}</td></tr>`}`,
    )
    .join('');
  const { counts, tcp } = analysis;
  const summarised = summarisedText(tcp);
  return `<section><h2>What was read</h2><div class="scroll"><table><thead><tr><th scope="col">File</th><th scope="col">Format</th><th scope="col" class="number">Packets</th><th scope="col" class="number">Bytes</th><th scope="col">First and last packet (UTC)</th></tr></thead><tbody>${rows}</tbody></table></div>
<p>${counts.packets} packets, ${counts.tcp} of them TCP in ${tcp.sessions} sessions; ${tcp.resets} resets (${tcp.resetsWithAck} with ACK), ${tcp.synRetransmissions} repeated SYNs, ${counts.fragments} fragments, ${counts.tunnelled} with TCP inside a tunnel or an ICMP error, ${counts.undecoded} not decoded, ${counts.duplicatesDropped} copies of one packet left out. Judged addresses: <code>${safe(tcp.targets.join(' '))}</code>.</p>${summarised === null ? '' : `<p>${safe(summarised)}</p>`}</section>`;
}

function symptomSection({ symptom }: Report): string {
  if (symptom === null) return '';
  const matches = symptom.recognised.matches.map(
    (match) =>
      `<strong>${safe(match.title)}</strong>${typeof match.example === 'number' ? ` (published example ${match.example})` : ''}: ${safe(match.proves)} It does not show: ${safe(match.doesNotProve)}`,
  );
  return `<section><h2>Symptom</h2><pre>${safe(symptom.text)}</pre>${matches.length > 0 ? list(matches) : '<p>The text is none of the known ones.</p>'}</section>`;
}

function machineSection({ system, changes, elevatedCommands, commands: plain }: Report): string {
  const where =
    system === null
      ? ''
      : `<p>Analysed on ${safe(system.platform)} ${safe(system.release)}, ${safe(system.runtime)}.</p>`;
  const commands =
    elevatedCommands.length === 0
      ? '<p>Nothing ran with administrator rights.</p>'
      : `<p>With administrator rights:</p>${list(elevatedCommands.map((one) => `<code>${safe(one)}</code>`))}`;
  const without =
    plain.length === 0
      ? ''
      : `<p>Without administrator rights:</p>${list(plain.map((one) => `<code>${safe(one)}</code>`))}`;
  return `<section><h2>What was done on the machine</h2>${list(changes.map(safe))}${commands}${without}${where}</section>`;
}

const CAPTURE_LIMITS = [
  'A capture shows what reached this machine. It cannot see the path of packets that left it, only who answered them.',
  'Which router splits the packets needs traces with unchanged addresses and ports.',
  'Delays are measured from the newest packet that can have drawn a reset; under load the true one may be older.',
];
const MEASURED_LIMITS = [
  'Live attempts see how a connection ended, not the packet that ended it: its TTL and header need a capture.',
  'A trace shows who answered at each hop. Lines in the picture join answers to the same probe number, not cables.',
];

function limitsSection({ analysis, diagnosis, paths }: Report): string {
  const limits = [
    ...(analysis === null ? [] : CAPTURE_LIMITS),
    ...(diagnosis === null && paths === null ? [] : MEASURED_LIMITS),
  ];
  return limits.length === 0 ? '' : `<section><h2>What this does not show</h2>${list(limits)}</section>`;
}
