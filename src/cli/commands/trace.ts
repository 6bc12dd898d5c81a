import { lookup } from 'node:dns/promises';
import { exitCodeForPath, type Paths } from '../../contract/paths.ts';
import { fail, type Result, succeed } from '../../contract/problem.ts';
import { parseRange } from '../../core/capture/address.ts';
import { buildPaths } from '../../core/trace/build-paths.ts';
import { parseTraces } from '../../core/trace/parse-traces.ts';
import type { ProbedTrace } from '../../core/trace/probed-trace.ts';
import { lookUpNetworks } from '../../main/node/look-up-networks.ts';
import { nameOf, readTraceText } from '../../main/node/read-trace-text.ts';
import { isServiceAddress, ownTracePorts, tracePath } from '../../main/services/trace-path.ts';
import type { Command, CommandContext } from '../command.ts';
import { pathsAsText } from '../paths-text.ts';
import { readTraceWords, type TraceWords } from '../trace-words.ts';

const HELP = `Usage: trace [ADDRESS|HOST] [--port N] [--protocol tcp|udp] [--quick] [--networks] [--json]
       trace --parse FILE|- … [--from linux|macos|windows|mtr|mtr-json|scamper] [--flow same|varied] [--json]

Says how the packets on the way to Bitbucket are spread: all by one path, by flow (ordinary), by packet, or by a route
that changed.

Without --parse it traces from here, with the best program there is, half a minute or more: one flow, a varied one, the
same flow again. On Linux no rights are needed (UDP); as root, or with scamper of Debian, it traces TCP.
  ADDRESS        where to (default: what bitbucket.org resolves to here)
  --port N       destination port (default 443)
  --protocol P   tcp: nothing else, which needs root or scamper; udp: although tcp could be traced
  --quick        one trace of one flow only
  --networks     also look up whose network each hop belongs to: tells Team Cymru, a third party, the routers on your way

With --parse it reads saved traces: traceroute of Linux and macOS, tracert in every language, pathping, tracepath,
mtr's report, JSON, CSV and raw lines, and scamper's trace and tracelb; several traces may stand in one file.
  --flow WHICH   how the file before it was probed: same, every probe with the same addresses and ports; varied, each
                 with other ports (what traceroute does unless told). Without it a trace is shown and proves nothing
  --from WHAT    what the file before it is from; a single --from speaks of all files (default: found out)

  --json         one JSON document (paths/1) on standard output

Exit: 0 one path or spread by flow, 10 split by packet or a changed route: consistent with anycast shift,
12 nothing certain, 2 wrong usage, 3 not readable or no program to trace with, 4 no right to trace TCP, 130 stopped.`;

export const trace: Command = {
  help: HELP,
  async run(words, context) {
    const read = readTraceWords(words);
    if (!read.ok) return { problem: read.problem };
    const paths = await (read.value.parse
      ? readSaved(read.value, context)
      : traceFromHere(read.value, context));
    if (!paths.ok) return { problem: paths.problem };
    context.terminal.out(
      read.value.json ? JSON.stringify(paths.value) : pathsAsText(paths.value, context.terminal),
    );
    return { exit: exitCodeForPath(paths.value.classification.kind) };
  },
};

async function readSaved({ files }: TraceWords, { facts }: CommandContext): Promise<Result<Paths>> {
  const traces: ProbedTrace[] = [];
  for (const { path, origin, flow } of files) {
    const text = await readTraceText(path);
    if (!text.ok) return text;
    const found = parseTraces(text.value, origin);
    if (found.traces.length === 0)
      return fail(
        'not-a-trace',
        `There is no trace in ${nameOf(path)} that could be read.`,
        'Save everything that traceroute, tracert, pathping, mtr or scamper printed, as text.',
      );
    const cut = found.isCut ? ['Longer than any trace: only the beginning was read.'] : [];
    for (const one of found.traces)
      traces.push({ ...one, notes: [...one.notes, ...cut], source: nameOf(path), flow });
  }
  return succeed(buildPaths(traces, (address) => isServiceAddress(facts.playbook, address)));
}

async function traceFromHere(
  { operands, port, protocol, quick, networks }: TraceWords,
  { facts, terminal }: CommandContext,
): Promise<Result<Paths>> {
  const [host, ...rest] = operands;
  const usage = (message: string) => fail('usage', message, 'See: trace --help');
  if (rest.length > 0) return usage('Name one address.');
  const number = Number(port ?? 443);
  if (!Number.isInteger(number) || number < 1 || number > 65_535)
    return usage(`"${port}" is no port between 1 and 65535.`);
  const address = await addressOf(host ?? facts.playbook.names.hosts[0] ?? '');
  if (!address.ok) return address;
  const onTrace = (done: number, all: number): void => {
    if (terminal.progress) terminal.note(`Trace ${done} of ${all} is done.`);
  };
  const wish = {
    ...{ address: address.value, port: number },
    ...(protocol && { protocol }),
    ...(quick && { most: 1 }),
  };
  const ports = { ...ownTracePorts(), ...(networks && { networks: lookUpNetworks }) };
  return tracePath(wish, facts.playbook, ports, new AbortController().signal, onTrace);
}

async function addressOf(host: string): Promise<Result<string>> {
  const literal = parseRange(host);
  if (literal !== null && !host.includes('/')) return succeed(literal.text.replace(/\/\d+$/, ''));
  if (!/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/i.test(host) || /^[\d.]+$/.test(host))
    return fail(
      'usage',
      `"${host}" is neither an address nor a host name.`,
      'Examples: 104.192.141.1, bitbucket.org',
    );
  const [found] = await lookup(host, { all: true, order: 'ipv4first' }).catch(() => []);
  return found
    ? succeed(found.address)
    : fail('not-found', `The name "${host}" could not be resolved here.`, 'Give its address instead.');
}
