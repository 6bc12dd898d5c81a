import type { Analysis } from '../../contract/analysis.ts';
import type { Case } from '../../contract/case.ts';
import type { Diagnosis } from '../../contract/diagnosis.ts';
import type { Paths } from '../../contract/paths.ts';
import type { Report, ReportParts } from '../../contract/report.ts';
import type { Redactor } from '../redact/redactor.ts';
import type { InForce } from '../workaround/in-force.ts';
import { changesOf, commandsOf } from './done-here.ts';
import { judgedReset } from './judged-reset.ts';
import { observedIn } from './short-facts.ts';

export interface ReportInput {
  readonly current: Case;
  readonly analysis: Analysis | null;
  readonly diagnosis: Diagnosis | null;
  readonly paths: Paths | null;
  readonly parts: ReportParts;
  readonly product: { readonly name: string; readonly version: string };
  readonly system: { readonly platform: string; readonly release: string; readonly runtime: string };
  readonly generatedAt: string;
  readonly generatedAtLocal: string;
  /** A moment as the clock of this machine has it, with its offset from UTC. */
  readonly local: (at: Date) => string;
  /** Overrides there are now, whoever made them; null when nobody looked. */
  readonly inForce: readonly InForce[] | null;
  readonly masksOn: boolean;
  readonly redactor: Redactor;
}

/** Leaves room for placeholders that are longer than what they stand for. */
const LONGEST_TITLE = 60;

/** The one model every form of the report is made from, redacted once. */
export function buildReport(input: ReportInput): Report {
  const { current, analysis, parts, redactor } = input;
  const diagnosis = parts.measurement ? input.diagnosis : null;
  const body = redactor.document({
    title: current.title === '' ? null : current.title.slice(0, LONGEST_TITLE),
    analysis: analysis === null ? null : parts.sessions ? analysis : { ...analysis, sessions: [] },
    diagnosis,
    paths: parts.measurement && diagnosis === null ? input.paths : null,
    symptom:
      parts.symptoms && current.symptom !== null && current.symptomText !== ''
        ? { text: current.symptomText, recognised: current.symptom }
        : null,
    // Of the machine it was made on, which this one is not.
    system: parts.system && current.origin.kind === 'here' ? input.system : null,
    note: parts.note && current.note !== '' ? current.note : null,
    ...commandsOf(current.actions),
  });
  return {
    schema: 'report/1',
    caseId: current.id,
    product: input.product,
    generatedAt: input.generatedAt,
    generatedAtLocal: input.generatedAtLocal,
    masks: { on: input.masksOn, placeholders: Object.fromEntries(redactor.counts) },
    ...body,
    observed: observedIn(analysis, diagnosis, input.local),
    // Of all that was done, also where what it gave is left out.
    changes: changesOf(current, input.diagnosis, input.inForce),
  };
}

/** The session whose ladder explains the verdict best: a judged reset with much evidence and a short story. */
export function exampleSession(analysis: Analysis): string | null {
  const wanted = causeOfVerdict(analysis.verdict.kind);
  let best: { id: string; worth: number } | null = null;
  for (const session of analysis.sessions) {
    const judged = judgedReset(session);
    if (judged?.from !== 'server' || session.ladder.length === 0) continue;
    const isVerdicts = judged.cause === wanted ? 100 : 0;
    const complete = session.handshakeMs === null ? 0 : 20;
    const jump = judged.ttlDifference ? 10 : 0;
    const worth =
      isVerdicts +
      complete +
      jump +
      (session.isTarget ? 50 : 0) +
      judged.evidence.length * 3 -
      Math.min(session.ladder.length, 30) / 10;
    if (best === null || worth > best.worth) best = { id: session.id, worth };
  }
  return best?.id ?? null;
}

function causeOfVerdict(kind: Analysis['verdict']['kind']): string {
  switch (kind) {
    case 'anycast-shift-per-packet':
    case 'anycast-shift-route-change':
    case 'ipv6-flow-label-rehash':
      return 'other-edge';
    case 'firewall-reset':
      return 'near-device';
    case 'middlebox-injection':
      return 'injected';
    case 'idle-timeout':
      return 'idle-expiry';
    case 'server-abort':
      return 'server-abort';
    case 'port-closed':
      return 'closed-port';
    case 'healthy':
      return 'late-after-close';
    default:
      return 'unexplained';
  }
}
