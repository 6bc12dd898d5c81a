import { exitCodeForPath } from '../../contract/paths.ts';
import { fail } from '../../contract/problem.ts';
import { parseRange, rangeContains } from '../../core/capture/address.ts';
import { buildPaths } from '../../core/trace/build-paths.ts';
import { parseTraces } from '../../core/trace/parse-traces.ts';
import type { ProbedTrace } from '../../core/trace/probed-trace.ts';
import { nameOf, readTraceText } from '../../main/node/read-trace-text.ts';
import type { Command, CommandContext } from '../command.ts';
import { pathsAsText } from '../paths-text.ts';
import { readTraceWords } from '../trace-words.ts';

const HELP = `Usage: trace --parse FILE|- … [--from linux|macos|windows|mtr|mtr-json] [--flow same|varied] [--json]

Reads saved traces and says how the packets on the way are spread: all by one path, by flow (ordinary), by packet, or
by a route that changed. Read are traceroute of Linux and macOS, tracert in every language, pathping, tracepath, and
mtr's report, JSON, CSV and raw lines; several traces may stand in one file.

  --flow WHICH   how the file before it was probed: same, every probe with the same addresses and ports; varied, each
                 with other ports (what traceroute does unless told). Without it a trace is shown and proves nothing
  --from WHAT    what the file before it is from; a single --from speaks of all files (default: found out)
  --json         one JSON document (paths/1) on standard output

Exit: 0 one path or spread by flow, 10 split by packet or a changed route: consistent with anycast shift,
12 nothing certain, 2 wrong usage, 3 not readable.`;

export const trace: Command = {
  name: 'trace',
  summary: 'say from traces whether the path is split by packet',
  help: HELP,
  async run(words, context) {
    const read = readTraceWords(words);
    if (!read.ok) return { problem: read.problem };
    if (!read.value.parse) return fail('usage', 'Name saved traces with --parse.', 'See: trace --help');
    const traces: ProbedTrace[] = [];
    for (const { path, origin, flow } of read.value.files) {
      const text = await readTraceText(path);
      if (!text.ok) return { problem: text.problem };
      const found = parseTraces(text.value, origin);
      if (found.traces.length === 0)
        return fail(
          'not-a-trace',
          `There is no trace in ${nameOf(path)} that could be read.`,
          'Save everything that traceroute, tracert, pathping or mtr printed, as text.',
        );
      const cut = found.isCut ? ['Longer than any trace: only the beginning was read.'] : [];
      for (const one of found.traces)
        traces.push({ ...one, notes: [...one.notes, ...cut], source: nameOf(path), flow });
    }
    const paths = buildPaths(traces, isServiceAddress(context));
    context.terminal.out(read.value.json ? JSON.stringify(paths) : pathsAsText(paths, context.terminal));
    return { exit: exitCodeForPath(paths.classification.kind) };
  },
};

const isServiceAddress =
  ({ facts }: CommandContext) =>
  (address: string): boolean => {
    const one = parseRange(address);
    if (one === null) return false;
    return facts.playbook.anycast.ranges.some((text) => {
      const range = parseRange(text);
      return range !== null && rangeContains(range, one.family, one.words);
    });
  };
