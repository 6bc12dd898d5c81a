import { lookup } from 'node:dns/promises';
import { fail, type Result, succeed } from '../../contract/problem.ts';
import { exitCodeFor } from '../../contract/verdict.ts';
import { parseRange } from '../../core/capture/address.ts';
import type { SessionSelection } from '../../core/capture/analyse.ts';
import { analyseCaptures } from '../../main/services/analyse-captures.ts';
import { exportResets } from '../../main/services/export-resets.ts';
import { analysisAsText } from '../analysis-text.ts';
import type { Command, CommandContext } from '../command.ts';
import { readWords } from '../read-words.ts';

const HELP = `Usage: analyze FILE|- … [--target CIDR|HOST]… [--sessions target|reset|all] [--save-resets OUT.pcap [--whole]] [--json]

Reads packet captures (pcap, pcapng, also gzip'd) and says who reset the sessions in them.
Several files are one case, read by the time of their first packets.

  --target CIDR|HOST   judge sessions with this address, range or name instead of Bitbucket's (may be repeated)
  --sessions WHICH     list the target sessions, those with a reset, or all (default: target or with a reset)
  --save-resets FILE   write the packets of the sessions that were reset into a new capture, headers only
  --whole              with their payload (which can hold what was said in the clear)
  --json               one JSON document (analysis/1) on standard output

Exit: 0 nothing wrong, 10 consistent with anycast shift, 11 another cause, 12 inconclusive, 2 wrong usage, 3 not readable.`;

export const analyze: Command = {
  help: HELP,
  async run(words, context) {
    const parsed = readWords(
      words,
      {
        target: { type: 'string', multiple: true },
        sessions: { type: 'string' },
        'save-resets': { type: 'string' },
        whole: { type: 'boolean' },
        json: { type: 'boolean' },
      },
      'See: analyze --help',
    );
    if (!parsed.ok) return { problem: parsed.problem };
    const { values, positionals } = parsed.value;
    if (positionals.length === 0) return fail('usage', 'No capture file was named.', 'See: analyze --help');
    const selection = selectionOf(values.sessions);
    if (selection === null)
      return fail(
        'usage',
        `--sessions takes target, reset or all, not "${values.sessions}".`,
        'See: analyze --help',
      );
    const out = values['save-resets'];
    if (values.whole && out === undefined)
      return fail('usage', '--whole goes with --save-resets.', 'See: analyze --help');
    const targets = await resolveTargets(values.target ?? [], context);
    if (!targets.ok) return { problem: targets.problem };
    const shown = progressLine(context);
    const analysed = await analyseCaptures(
      { paths: positionals, targets: targets.value, selection },
      context.facts,
      { onProgress: shown.show },
    );
    shown.clear();
    if (!analysed.ok) return { problem: analysed.problem };
    if (out !== undefined) {
      const order = { paths: positionals, out, whole: values.whole === true };
      const saved = await exportResets(order, context.facts.playbook);
      if (!saved.ok) return { problem: saved.problem };
      context.terminal.note(
        `${saved.value.packets} packets of ${saved.value.sessions} sessions are in ${out}.`,
      );
    }
    context.terminal.out(
      values.json ? JSON.stringify(analysed.value) : analysisAsText(analysed.value, context.terminal),
    );
    return { exit: exitCodeFor(analysed.value.verdict.kind) };
  },
};

function selectionOf(word: string | undefined): SessionSelection | null {
  if (word === undefined) return 'target-or-reset';
  return word === 'target' || word === 'reset' || word === 'all' ? word : null;
}

/** Names of the service stand for its published ranges; only other names are looked up. */
async function resolveTargets(
  words: readonly string[],
  { facts }: CommandContext,
): Promise<Result<string[]>> {
  const ranges: string[] = [];
  for (const word of words) {
    const range = parseRange(word);
    if (range) ranges.push(range.text);
    else if (facts.playbook.names.hosts.includes(word.toLowerCase()))
      ranges.push(...facts.playbook.anycast.ranges);
    else if (!/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(word) || /^[\d.]+$/.test(word) || word.includes('/'))
      return fail(
        'usage',
        `"${word}" is neither an address, nor a range, nor a host name.`,
        'Examples: 104.192.141.1, 104.192.141.0/24, 2401:1d80::/32, bitbucket.org',
      );
    else {
      const found = await lookup(word, { all: true }).catch(() => []);
      if (found.length === 0)
        return fail('usage', `The name "${word}" could not be resolved here.`, 'Give its address instead.');
      ranges.push(...found.flatMap(({ address }) => parseRange(address)?.text ?? []));
    }
  }
  return succeed(ranges);
}

function progressLine({ terminal }: CommandContext) {
  if (!terminal.progress) return { show: () => {}, clear: () => {} };
  return {
    show: ({ bytesRead, bytesTotal }: { bytesRead: number; bytesTotal: number | null }) => {
      const share = bytesTotal ? ` (${Math.floor((100 * bytesRead) / bytesTotal)} %)` : '';
      process.stderr.write(`\rReading: ${(bytesRead / 1e6).toFixed(0)} MB${share}   `);
    },
    clear: () => {
      process.stderr.write('\r\u001b[K');
    },
  };
}
