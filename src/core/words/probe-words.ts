import type { Arm, ProbeAttempt, ProbeOutcome, Rung } from '../../contract/diagnosis.ts';

/** Names of what is tried live, used alike by window and report. */
export const ARM_NAMES: Readonly<Record<Arm, string>> = { anycast: 'Anycast', legacy: 'Legacy' };

export const RUNG_NAMES: Readonly<Record<Rung, string>> = {
  connect: 'open and hold',
  greeting: 'SSH greeting',
  tls: 'TLS handshake',
  upload: 'upload in single bytes',
  download: 'download',
};

export const OUTCOME_NAMES: Readonly<Record<ProbeOutcome, string>> = {
  ok: 'went through',
  reset: 'was reset',
  closed: 'was closed properly',
  refused: 'was refused',
  timeout: 'had no answer',
  unreachable: 'found no way there',
  'rate-limited': 'was asked to slow down',
  stopped: 'was stopped by you',
};

const PHASES: Readonly<Record<ProbeAttempt['phase'], string>> = {
  connect: 'while opening',
  greeting: 'before the greeting',
  tls: 'during the TLS handshake',
  hold: 'while held open',
  upload: 'during the upload',
  download: 'during the download',
  done: '',
};

/** One attempt in a sentence: number, what it did, where to, how it ended, and when. */
export function attemptText(attempt: ProbeAttempt): string {
  const { number, arm, rung, port, address, outcome, phase, ms, clientPackets } = attempt;
  const where = outcome === 'ok' || phase === 'done' ? '' : ` ${PHASES[phase]}`;
  const packets = `${clientPackets} ${clientPackets === 1 ? 'packet' : 'packets'} sent`;
  return `Attempt ${number}: ${RUNG_NAMES[rung]} to ${ARM_NAMES[arm].toLowerCase()} ${address} port ${port} ${OUTCOME_NAMES[outcome]}${where} after ${Math.round(ms)} ms, ${packets}.`;
}

export const phaseText = ({ phase, outcome }: ProbeAttempt): string =>
  outcome === 'ok' ? 'to the end' : PHASES[phase];
