import { parseArgs } from 'node:util';
import { fail, type Result, succeed } from '../contract/problem.ts';
import { TRACE_ORIGINS, type TraceOrigin } from '../core/trace/parse-traces.ts';
import type { ProbeFlow } from '../core/trace/parsed-trace.ts';

export interface TraceFile {
  readonly path: string;
  readonly origin: TraceOrigin | null;
  readonly flow: ProbeFlow;
}

export interface TraceWords {
  readonly json: boolean;
  readonly parse: boolean;
  /** With `--parse` the files; otherwise empty. */
  readonly files: readonly TraceFile[];
  /** Without `--parse` the address, if one was given. */
  readonly operands: readonly string[];
  readonly port: string | null;
  readonly protocol: 'tcp' | 'udp' | null;
  readonly quick: boolean;
  /** A third party may be asked whose network each hop belongs to. */
  readonly networks: boolean;
}

const OPTIONS = {
  parse: { type: 'boolean' },
  from: { type: 'string' },
  flow: { type: 'string' },
  port: { type: 'string' },
  protocol: { type: 'string' },
  quick: { type: 'boolean' },
  networks: { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

const usage = (message: string) => fail('usage', message, 'See: trace --help');

/**
 * The words of `trace`. `--flow` and `--from` say something of the file right before them; standing before the first
 * file they speak of the first. A single `--from` speaks of all files.
 */
export function readTraceWords(words: readonly string[]): Result<TraceWords> {
  let tokens: ReturnType<typeof tokensOf>;
  try {
    tokens = tokensOf(words);
  } catch (error) {
    const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    return usage(message.replace(/\. To specify a positional.*$/, '.'));
  }
  const files: { path: string; origin: TraceOrigin | null; flow: ProbeFlow }[] = [];
  const early: { origin: TraceOrigin | null; flow: ProbeFlow | null } = { origin: null, flow: null };
  const origins: TraceOrigin[] = [];
  const seen = new Set<string>();
  let port: string | null = null;
  let protocol: TraceWords['protocol'] = null;
  for (const token of tokens) {
    if (token.kind === 'positional') {
      files.push({ path: token.value, origin: early.origin, flow: early.flow ?? 'unknown' });
      early.origin = null;
      early.flow = null;
    }
    if (token.kind !== 'option') continue;
    seen.add(token.name);
    const file = files.at(-1);
    if (token.name === 'flow') {
      if (token.value !== 'same' && token.value !== 'varied')
        return usage(`--flow takes same or varied, not "${token.value ?? ''}".`);
      if (file) file.flow = token.value;
      else early.flow = token.value;
    }
    if (token.name === 'from') {
      const origin = TRACE_ORIGINS.find((known) => known === token.value);
      if (origin === undefined)
        return usage(`--from takes ${TRACE_ORIGINS.join(', ')}, not "${token.value ?? ''}".`);
      origins.push(origin);
      if (file) file.origin = origin;
      else early.origin = origin;
    }
    if (token.name === 'port') port = token.value ?? '';
    if (token.name === 'protocol') {
      if (token.value !== 'tcp' && token.value !== 'udp')
        return usage(`--protocol takes tcp or udp, not "${token.value ?? ''}".`);
      protocol = token.value;
    }
  }
  const parse = seen.has('parse');
  if (parse && files.length === 0) return usage('No file with a trace was named.');
  if (!parse && (seen.has('from') || seen.has('flow'))) return usage('--from and --flow go with --parse.');
  if (parse && ['port', 'protocol', 'quick', 'networks'].some((name) => seen.has(name)))
    return usage('--port, --protocol, --quick and --networks go without --parse.');
  const [only] = origins;
  return succeed({
    ...{ json: seen.has('json'), parse, port, protocol },
    ...{ quick: seen.has('quick'), networks: seen.has('networks') },
    files: parse
      ? files.map((file) => ({
          ...file,
          origin: file.origin ?? (origins.length === 1 ? (only ?? null) : null),
        }))
      : [],
    operands: parse ? [] : files.map(({ path }) => path),
  });
}

const tokensOf = (words: readonly string[]) =>
  parseArgs({ args: [...words], options: OPTIONS, allowPositionals: true, strict: true, tokens: true })
    .tokens;
