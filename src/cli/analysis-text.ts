import type { Analysis, AnalysisSession } from '../contract/analysis.ts';
import { summarisedText } from '../core/words/session-words.ts';
import { bold, inert, quiet, type Terminal, wrap } from './terminal.ts';

const WIDTH = 92;
const MOST_SESSIONS = 12;

/** The analysis for people: the answer first, then what speaks for and against it, then the sessions. */
export function analysisAsText(analysis: Analysis, terminal: Terminal): string {
  const { verdict } = analysis;
  const lines: string[] = [
    bold(terminal, wrap(verdict.summary, WIDTH)),
    quiet(terminal, `${verdict.kind}, confidence ${verdict.confidence}`),
    '',
  ];
  const section = (title: string, items: readonly string[]): void => {
    if (items.length === 0) return;
    lines.push(bold(terminal, title), ...items.map((item) => `  - ${wrap(item, WIDTH - 4, '    ')}`), '');
  };
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
    verdict.ruledOut.map(({ kind, text }) => `${kind}: ${text}`),
  );
  if (verdict.runnerUp)
    section('If it is not that', [`${verdict.runnerUp.kind}. ${verdict.runnerUp.separatingCheck}`]);
  if (analysis.edges.length > 0)
    section(
      'Edges that answered',
      analysis.edges.map(
        ({ name, server, ttl, roundTripMs, sessions }) =>
          `${name}: ${server}, TTL ${ttl}, round trip ${roundTripMs ? `${roundTripMs.median} ms` : 'unknown'}, ${sessions} sessions`,
      ),
    );
  const withReset = analysis.sessions.filter(({ resets }) => resets.length > 0);
  section('Sessions with a reset', [
    ...withReset.slice(0, MOST_SESSIONS).map(sessionLine),
    ...(withReset.length > MOST_SESSIONS
      ? [`and ${withReset.length - MOST_SESSIONS} more (--json lists all)`]
      : []),
  ]);
  for (const file of analysis.files) {
    lines.push(
      quiet(
        terminal,
        inert(
          `${file.name}: ${file.format}, ${file.linkTypes.join(' ')}, ${file.packets} packets, ${file.firstPacketAt ?? 'no packet'} to ${file.lastPacketAt ?? '-'}`,
        ),
      ),
    );
    if (file.damage)
      lines.push(inert(`${file.name} is damaged at byte ${file.damage.atByte}: ${file.damage.message}`));
  }
  const { counts, tcp } = analysis;
  lines.push(
    quiet(
      terminal,
      `${counts.packets} packets, ${counts.tcp} TCP in ${tcp.sessions} sessions, ${tcp.resets} resets (${tcp.resetsWithAck} with ACK)`,
    ),
  );
  const summarised = summarisedText(tcp);
  if (summarised !== null) lines.push(inert(summarised));
  return lines.join('\n');
}

function sessionLine(session: AnalysisSession): string {
  const judged =
    session.resets.find(({ from, cause }) => from === 'server' && cause !== 'late-after-close') ??
    session.resets[0];
  const side = `${session.client.address}:${session.client.port} > ${session.server.address}:${session.server.port}`;
  if (!judged) return side;
  const delay = judged.delayMs === null ? '' : `, ${judged.delayMs} ms after our packet`;
  const ttl =
    judged.ttlDifference === null ? `TTL ${judged.ttl}` : `TTL ${judged.ttl} (SYN-ACK ${session.synAckTtl})`;
  return `${side} ${judged.at} ${judged.cause}, ${ttl}${delay}, ${session.resets.length} resets, packet ${judged.packet}`;
}
