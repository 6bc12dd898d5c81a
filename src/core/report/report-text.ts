import type { Report } from '../../contract/report.ts';
import type { Verdict } from '../../contract/verdict.ts';
import { summarisedText } from '../words/session-words.ts';
import { CAUSE_NAMES, nextStepFor, TONE_NAMES, toneOf, VERDICT_NAMES } from '../words/verdict-words.ts';
import { endpointText as endpoint, judgedReset } from './judged-reset.ts';
import { measurementLines } from './measurement-section.ts';
import { MOST_LISTED_SESSIONS } from './report-html.ts';
import { shortFacts } from './short-facts.ts';

const WIDTH = 88;

/** The report as plain text, for a ticket field or a mail. */
export function reportText(report: Report): string {
  const { analysis, diagnosis } = report;
  const lines: string[] = [
    `Bitbucket Reset Doctor report, case ${report.caseId}${report.title === null ? '' : `: ${report.title}`}`,
    `Made ${report.generatedAt} (${report.generatedAtLocal}), version ${report.product.version}`,
    report.masks.on
      ? 'Private addresses and names are replaced by placeholders that stay the same throughout.'
      : 'Masks are off; secrets are still removed.',
    '',
  ];
  const section = (title: string, items: readonly string[]): void => {
    if (items.length > 0) lines.push(title.toUpperCase(), ...items.flatMap((item) => wrapItem(item)), '');
  };
  const judge = (verdict: Verdict, whence: string | null): void => {
    lines.push(
      ...wrapText(
        `[${TONE_NAMES[toneOf(verdict.kind)]}${whence === null ? '' : `, ${whence}`}] ${verdict.summary}`,
        '',
      ),
      ...wrapText(
        `Verdict: ${VERDICT_NAMES[verdict.kind]} (${verdict.kind}), confidence ${verdict.confidence}`,
        '',
      ),
      ...wrapText(`Next: ${nextStepFor(verdict.kind)}`, ''),
      '',
    );
    section(
      'What speaks for it',
      verdict.for.map(({ text }) => text),
    );
    section(
      'What speaks against it',
      verdict.against.map(({ text }) => text),
    );
    section(
      'Ruled out',
      verdict.ruledOut.map(({ kind, text }) => `${VERDICT_NAMES[kind]}: ${text}`),
    );
    if (verdict.runnerUp)
      section('If it is not that', [
        `${VERDICT_NAMES[verdict.runnerUp.kind]}. ${verdict.runnerUp.separatingCheck}`,
      ]);
    section(
      'Score for a per-packet split',
      verdict.score.map(
        ({ line, points, because }) => `${points > 0 ? '+' : ''}${points} ${line}: ${because}`,
      ),
    );
  };
  for (const { name, text } of shortFacts(report)) lines.push(...wrapText(`${name}: ${text}`, '  '));
  lines.push('');
  if (diagnosis !== null) judge(diagnosis.verdict, 'measured live');
  for (const [title, items] of measurementLines(report)) section(title, items);
  if (analysis === null) lines.push('No capture was analysed in this case.', '');
  else {
    const { verdict, edges, counts, tcp, files } = analysis;
    judge(verdict, diagnosis === null ? null : 'found in the capture');
    section(
      'Edges that answered the anycast address',
      edges.map(
        (edge) =>
          `${edge.name}: ${edge.server}, TTL ${edge.ttl}, round trip ${edge.roundTripMs === null ? 'unknown' : `${edge.roundTripMs.median} ms`}, ${edge.sessions} ${edge.sessions === 1 ? 'session' : 'sessions'}`,
      ),
    );
    const reset = analysis.sessions.filter(
      ({ resets, isTarget }) => isTarget && resets.some(({ from }) => from === 'server'),
    );
    section('Sessions with a reset', [
      ...reset.slice(0, MOST_LISTED_SESSIONS).map((session) => {
        const judged = judgedReset(session);
        const tuple = `${endpoint(session.client)} > ${endpoint(session.server)}`;
        if (!judged) return tuple;
        return `${tuple} at ${judged.at}: ${CAUSE_NAMES[judged.cause] ?? judged.cause}; TTL SYN-ACK ${session.synAckTtl ?? '?'}, reset ${judged.ttl}; delay handshake ${session.handshakeMs ?? '?'} ms, reset ${judged.delayMs ?? '?'} ms; sequence ${judged.sequence}; packet ${judged.packet}; ${session.resets.length} resets`;
      }),
      ...(reset.length > MOST_LISTED_SESSIONS
        ? [`and ${reset.length - MOST_LISTED_SESSIONS} more in report.json`]
        : []),
    ]);
    section('What was read', [
      ...files.map(
        (file) =>
          `${file.name}: ${file.format} ${file.linkTypes.join(' ')}, ${file.packets} packets, ${file.firstPacketAt ?? 'no packet'} to ${file.lastPacketAt ?? '-'}${file.damage ? `; damaged at byte ${file.damage.atByte}: ${file.damage.message}` : ''}`,
      ),
      `${counts.packets} packets, ${counts.tcp} TCP in ${tcp.sessions} sessions, ${tcp.resets} resets (${tcp.resetsWithAck} with ACK)`,
      ...[summarisedText(tcp) ?? []].flat(),
      `Judged addresses: ${tcp.targets.join(' ')}`,
    ]);
  }
  if (report.symptom) {
    section(
      'Symptom',
      report.symptom.recognised.matches.map(
        ({ title, proves, doesNotProve }) => `${title}: ${proves} It does not show: ${doesNotProve}`,
      ),
    );
    lines.push(...report.symptom.text.split('\n').map((line) => `  | ${line}`), '');
  }
  if (report.note) section('Note', [report.note]);
  section('What was done on the machine', [
    ...report.changes,
    ...(report.elevatedCommands.length === 0
      ? ['Nothing ran with administrator rights.']
      : report.elevatedCommands.map((one) => `With administrator rights: ${one}`)),
    ...report.commands.map((one) => `Without administrator rights: ${one}`),
  ]);
  return `${lines.join('\n').trimEnd()}\n`;
}

const wrapItem = (item: string): string[] => wrapText(`- ${item.replace(/\s*\n\s*/g, ' / ')}`, '  ');

/** Breaks at blanks only: addresses and sequence numbers stay whole. */
function wrapText(text: string, indent: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line.trim() !== '' && line.trim() !== '-' && line.length + word.length > WIDTH) {
      lines.push(line.trimEnd());
      line = indent;
    }
    line += `${word} `;
  }
  lines.push(line.trimEnd());
  return lines;
}
