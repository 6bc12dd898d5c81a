import { existsSync } from 'node:fs';
import { type DiagnosisWish, diagnosisWishSchema } from '../../contract/diagnose.ts';
import type { ProbeAttempt } from '../../contract/diagnosis.ts';
import { fail, type Result, succeed } from '../../contract/problem.ts';
import { exitWithRecording } from '../../core/diagnosis/exit-with-recording.ts';
import { diagnose as measure } from '../../main/services/diagnose.ts';
import { ownDiagnosePorts } from '../../main/services/diagnose-ports.ts';
import type { Command, CommandContext, CommandOutcome } from '../command.ts';
import { attemptAsText, diagnosisAsText } from '../diagnosis-text.ts';
import { readWords } from '../read-words.ts';
import { beginRecording, type MeanwhileRecorder } from '../record-meanwhile.ts';

const HELP = `Usage: diagnose [--quick|--thorough|--watch MINUTES] [--idle MINUTES] [--record FILE] [--networks] [--json]

Measures live what is wrong between this machine and Bitbucket: connections to its anycast and, side by side, to its
legacy addresses, on ports 443 and 22, from an open alone to an upload in single bytes; traces of one flow and of many;
settings here that matter. No rights are needed, nobody logs in, nothing is sent but greetings and one request a try.

  --quick      a first answer within half a minute: at most 20 tries an arm, ended as soon as they tell
  --thorough   56 tries an arm and longer uploads, three to five minutes; without either 32 tries, one to two minutes
  --watch N    at most 54 tries an arm, spread over N minutes (1 to 1440), each told on standard error
  --record F   capture meanwhile and keep in F what passed around resets, if there were any; needs the right to capture
  --idle N     also leave one session quiet, for longer and longer, N minutes in all (1 to 60): does the way forget it?
  --networks   also look up whose network each hop belongs to: tells Team Cymru, a third party, the routers on your way
  --json       one JSON document (diagnosis/1) on standard output

A rarer fault than one in a few attempts needs --thorough. Ctrl+C ends it and gives what was measured until then.

Exit: 0 nothing wrong found, 10 consistent with anycast shift, 11 another cause, 12 inconclusive, 2 wrong usage, 4 no right
to capture. Where the measurement saw nothing wrong, what the capture shows decides.`;

interface Wishes {
  readonly wish: DiagnosisWish;
  /** The capture to make meanwhile; null without one. */
  readonly record: string | null;
  readonly json: boolean;
}

export const diagnose: Command = {
  help: HELP,
  async run(words, context) {
    const wishes = readWishes(words);
    if (!wishes.ok) return { problem: wishes.problem };
    const { record } = wishes.value;
    const stop = listenForSignals();
    if (record === null) return measureWith(wishes.value, null, context, stop);
    const recorder = await beginRecording(record, context, stop);
    if (!recorder.ok) return { problem: recorder.problem };
    try {
      return await measureWith(wishes.value, recorder.value, context, stop);
    } finally {
      await recorder.value.close();
    }
  },
};

function readWishes(words: readonly string[]): Result<Wishes> {
  const parsed = readWords(
    words,
    {
      quick: { type: 'boolean' },
      thorough: { type: 'boolean' },
      watch: { type: 'string' },
      record: { type: 'string' },
      networks: { type: 'boolean' },
      idle: { type: 'string' },
      json: { type: 'boolean' },
    },
    'See: diagnose --help',
  );
  if (!parsed.ok) return parsed;
  const { values, positionals } = parsed.value;
  const wrong = (message: string) => fail('usage', message, 'See: diagnose --help');
  if (positionals.length > 0 || [values.quick, values.thorough, values.watch].filter(Boolean).length > 1)
    return wrong('diagnose takes --quick, --thorough or --watch, and no address.');
  const isWatch = values.watch !== undefined;
  if (values.record !== undefined && existsSync(values.record))
    return wrong(`${values.record} is there already and is not overwritten.`);
  const mode = isWatch ? 'watch' : values.quick ? 'quick' : values.thorough ? 'thorough' : 'standard';
  const wish = diagnosisWishSchema.safeParse({
    mode,
    idleMinutes: values.idle === undefined ? null : Number(values.idle),
    namesNetworks: values.networks ?? false,
    ...(isWatch && { watchMinutes: Number(values.watch) }),
  });
  if (!wish.success) return wrong('--idle takes whole minutes from 1 to 60, --watch from 1 to 1440.');
  return succeed({ wish: wish.data, record: values.record ?? null, json: values.json === true });
}

/** Instead of the end at once that other commands have: what was measured is worth something. */
function listenForSignals(): AbortSignal {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.removeAllListeners(signal);
    process.once(signal, () => stopping.abort());
  }
  return stopping.signal;
}

async function measureWith(
  { wish, json }: Wishes,
  recorder: MeanwhileRecorder | null,
  { terminal, facts }: CommandContext,
  stop: AbortSignal,
): Promise<CommandOutcome> {
  const show = (text: string): void => {
    if (terminal.progress) process.stderr.write(`\r\u001b[K${text}`);
  };
  const onAttempt = (attempt: ProbeAttempt): void => {
    if (attempt.outcome === 'reset') recorder?.happened();
    if (wish.mode === 'watch') terminal.note(attemptAsText(attempt));
  };
  const measured = await measure(wish, facts, ownDiagnosePorts(facts), stop, {
    ...{ say: show, onAttempt, onIpv6Attempt: onAttempt },
  });
  const diagnosis = { ...measured, recording: (await recorder?.end()) ?? null };
  show('');
  terminal.out(json ? JSON.stringify(diagnosis) : diagnosisAsText(diagnosis, terminal));
  return { exit: diagnosis.end === 'stopped' ? 130 : exitWithRecording(diagnosis) };
}
