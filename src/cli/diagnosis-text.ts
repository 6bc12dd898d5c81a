import type { Diagnosis, ProbeAttempt } from '../contract/diagnosis.ts';
import { recordingLines } from '../core/words/recording-words.ts';
import { bold, inert, quiet, type Terminal, wrap } from './terminal.ts';

const WIDTH = 92;

/** One attempt of a watch as it ends, on a line. */
export const attemptAsText = ({ startedAt, arm, address, port, rung, outcome, ms }: ProbeAttempt): string =>
  `${startedAt} ${arm} ${address}:${port} ${rung}: ${outcome} after ${Math.round(ms)} ms`;

/** A live diagnosis for people: the answer first, then why, then both arms rung by rung. */
export function diagnosisAsText(
  { verdict, checks, comparison, paths, mode, recording }: Diagnosis,
  terminal: Terminal,
): string {
  const lines = [
    bold(terminal, wrap(inert(verdict.summary), WIDTH)),
    quiet(terminal, `${verdict.kind}, confidence ${verdict.confidence}, ${mode} measurement`),
    '',
  ];
  const section = (title: string, items: readonly string[]): void => {
    if (items.length === 0) return;
    lines.push(
      bold(terminal, title),
      ...items.map((item) => `  - ${wrap(inert(item), WIDTH - 4, '    ')}`),
      '',
    );
  };
  const texts = (items: readonly { readonly text: string }[]): string[] => items.map(({ text }) => text);
  section('What speaks for it', texts(verdict.for));
  section('What speaks against it', texts(verdict.against));
  section(
    'Ruled out',
    verdict.ruledOut.map(({ kind, text }) => `${kind}: ${text}`),
  );
  if (verdict.runnerUp)
    section('If it is not that', [`${verdict.runnerUp.kind}. ${verdict.runnerUp.separatingCheck}`]);
  section(
    'Score',
    verdict.score.map(({ line, points }) => `${points > 0 ? '+' : ''}${points} ${line}`),
  );
  section('Failed', [
    ...(['anycast', 'legacy'] as const).map((arm) => {
      const { attempts, failures, interval } = comparison[arm];
      const rate = `${Math.floor(interval.low * 100)} to ${Math.ceil(interval.high * 100)} %`;
      return `${arm}: ${failures} of ${attempts}; the true rate is ${rate} (95 %)`;
    }),
    ...comparison.rungs.map(
      ({ rung, port, anycast, legacy }) =>
        `${rung} on ${port}: anycast ${anycast.failures} of ${anycast.attempts}, legacy ${legacy.failures} of ${legacy.attempts}`,
    ),
  ]);
  section(
    'Recorded meanwhile',
    recording === null ? [] : recordingLines(recording, (name) => `Next: analyze ${name}`),
  );
  section(
    'Checks',
    checks.map(({ id, state, text }) => `${id} (${state}): ${text}`),
  );
  if (paths?.classification.splitAt)
    lines.push(quiet(terminal, `Path: ${paths.classification.kind} at hop ${paths.classification.splitAt}`));
  return lines.join('\n').trimEnd();
}
