import { diagnosisWishSchema } from '../../contract/diagnose.ts';
import { fail } from '../../contract/problem.ts';
import { exitCodeFor } from '../../contract/verdict.ts';
import { diagnose as measure, ownDiagnosePorts } from '../../main/services/diagnose.ts';
import type { Command } from '../command.ts';
import { attemptAsText, diagnosisAsText } from '../diagnosis-text.ts';
import { readWords } from '../read-words.ts';

const HELP = `Usage: diagnose [--quick|--thorough|--watch MINUTES] [--idle MINUTES] [--networks] [--json]

Measures live what is wrong between this machine and Bitbucket: connections to its anycast and, side by side, to its
legacy addresses, on ports 443 and 22, from an open alone to an upload in single bytes; traces of one flow and of many;
settings here that matter. No rights are needed, nobody logs in, nothing is sent but greetings and one request a try.

  --quick      a first answer within half a minute: at most 20 tries an arm, ended as soon as they tell
  --thorough   56 tries an arm and longer uploads, three to five minutes; without either 32 tries, one to two minutes
  --watch N    at most 54 tries an arm, spread over N minutes (1 to 1440), each told on standard error
  --idle N     also leave one session quiet, for longer and longer, N minutes in all (1 to 60): does the way forget it?
  --networks   also look up whose network each hop belongs to: tells Team Cymru, a third party, the routers on your way
  --json       one JSON document (diagnosis/1) on standard output

A rarer fault than one in a few attempts needs --thorough. Ctrl+C ends it and gives what was measured until then.

Exit: 0 nothing wrong found, 10 consistent with anycast shift, 11 another cause, 12 inconclusive, 2 wrong usage.`;

export const diagnose: Command = {
  help: HELP,
  async run(words, { terminal, facts }) {
    const parsed = readWords(
      words,
      {
        quick: { type: 'boolean' },
        thorough: { type: 'boolean' },
        watch: { type: 'string' },
        networks: { type: 'boolean' },
        idle: { type: 'string' },
        json: { type: 'boolean' },
      },
      'See: diagnose --help',
    );
    if (!parsed.ok) return { problem: parsed.problem };
    const { values, positionals } = parsed.value;
    if (positionals.length > 0 || [values.quick, values.thorough, values.watch].filter(Boolean).length > 1)
      return fail(
        'usage',
        'diagnose takes --quick, --thorough or --watch, and no address.',
        'See: diagnose --help',
      );
    const isWatch = values.watch !== undefined;
    const mode = isWatch ? 'watch' : values.quick ? 'quick' : values.thorough ? 'thorough' : 'standard';
    const idleMinutes = values.idle === undefined ? null : Number(values.idle);
    const wish = diagnosisWishSchema.safeParse({
      mode,
      idleMinutes,
      namesNetworks: values.networks ?? false,
      ...(isWatch && { watchMinutes: Number(values.watch) }),
    });
    if (!wish.success)
      return fail(
        'usage',
        '--idle takes whole minutes from 1 to 60, --watch from 1 to 1440.',
        'See: diagnose --help',
      );
    const stopping = new AbortController();
    // Instead of the end at once that other commands have: what was measured is worth something.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.removeAllListeners(signal);
      process.once(signal, () => stopping.abort());
    }
    const show = (text: string): void => {
      if (terminal.progress) process.stderr.write(`\r\u001b[K${text}`);
    };
    const diagnosis = await measure(wish.data, facts, ownDiagnosePorts(facts), stopping.signal, {
      say: show,
      ...(isWatch && { onAttempt: (attempt) => terminal.note(attemptAsText(attempt)) }),
    });
    if (terminal.progress) process.stderr.write('\r\u001b[K');
    terminal.out(values.json ? JSON.stringify(diagnosis) : diagnosisAsText(diagnosis, terminal));
    return { exit: diagnosis.end === 'stopped' ? 130 : exitCodeFor(diagnosis.verdict.kind) };
  },
};
