import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { Attempt, LiveProgress, RecordedCapture } from '../../contract/live-capture.ts';
import { fail, type Result, succeed } from '../../contract/problem.ts';
import { joinRing } from '../../main/node/capture-file.ts';
import { systemLivePorts } from '../../main/node/live-ports.ts';
import { readHere } from '../../main/node/live-reader.ts';
import { problemFromSystem } from '../../main/node/system-problem.ts';
import type { LivePorts } from '../../main/ports.ts';
import { makeTraffic, trafficPlan } from '../../main/services/make-traffic.ts';
import { planCapture, targetAddresses, wayTaken } from '../../main/services/plan-capture.ts';
import { type Recording, recordCapture } from '../../main/services/record-capture.ts';
import type { Command, CommandContext, CommandOutcome } from '../command.ts';
import { readWords } from '../read-words.ts';

const MOST_SECONDS = 7200;
const MOST_MEGABYTES = 2000;

const HELP = `Usage: capture --out FILE [--seconds N] [--megabytes N] [--ring] [--target ADDRESS]… [--connect] [--json]

Captures what passes between this machine and Bitbucket until a signal, the time or the size ends it. The file is
whole whichever it is. Needs the right to capture: run it as root, or give tcpdump the capability.

  --out FILE        the capture to make; it must not be there yet
  --seconds N       at most this long (default ${MOST_SECONDS}, the most allowed)
  --megabytes N     at most this much (default 256, at most ${MOST_MEGABYTES})
  --ring            when so much is there, go on and keep the newest, for a fault that comes seldom
  --target ADDRESS  capture this address instead of Bitbucket's (may be repeated); nothing is then looked up
  --connect         make a few polite connections to the targets meanwhile
  --json            one JSON document (capture/1) on standard output

Exit: 0 done, 2 wrong usage, 3 the file could not be written to its end, 4 no right to capture, 130 ended by a signal.`;

interface Wishes {
  readonly path: string;
  readonly maxSeconds: number;
  readonly maxBytes: number;
  readonly ring: boolean;
  readonly targets: readonly string[];
  readonly connect: boolean;
  readonly json: boolean;
}

export const capture: Command = {
  help: HELP,
  async run(words, context) {
    const wishes = readWishes(words);
    if (!wishes.ok) return { problem: wishes.problem };
    const live = systemLivePorts({ runtime: process.execPath, broker: context.brokerFile }, (targets) =>
      readHere(context.facts, targets),
    );
    try {
      return await captureTo(wishes.value, live, context);
    } finally {
      await live.elevation.close();
    }
  },
};

function readWishes(words: readonly string[]): Result<Wishes> {
  const parsed = readWords(
    words,
    {
      out: { type: 'string' },
      seconds: { type: 'string' },
      megabytes: { type: 'string' },
      target: { type: 'string', multiple: true },
      ring: { type: 'boolean' },
      connect: { type: 'boolean' },
      json: { type: 'boolean' },
    },
    'See: capture --help',
  );
  if (!parsed.ok) return parsed;
  const { values, positionals } = parsed.value;
  const wrong = (message: string) => fail('usage', message, 'See: capture --help');
  if (positionals.length > 0) return wrong(`"${positionals[0]}" is not an option; name the file with --out.`);
  if (values.out === undefined) return wrong('No file was named with --out.');
  if (existsSync(values.out)) return wrong(`${values.out} is there already and is not overwritten.`);
  const seconds = wholeNumber(values.seconds ?? String(MOST_SECONDS), MOST_SECONDS);
  if (seconds === null) return wrong(`--seconds takes a whole number from 1 to ${MOST_SECONDS}.`);
  const megabytes = wholeNumber(values.megabytes ?? '256', MOST_MEGABYTES);
  if (megabytes === null) return wrong(`--megabytes takes a whole number from 1 to ${MOST_MEGABYTES}.`);
  return succeed({
    path: resolve(values.out),
    maxSeconds: seconds,
    maxBytes: megabytes * 1_000_000,
    ring: values.ring === true,
    targets: values.target ?? [],
    connect: values.connect === true,
    json: values.json === true,
  });
}

function wholeNumber(text: string, most: number): number | null {
  const number = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  return number >= 1 && number <= most ? number : null;
}

async function captureTo(
  { path, maxSeconds, maxBytes, ring, targets: wanted, connect, json }: Wishes,
  live: LivePorts,
  context: CommandContext,
): Promise<CommandOutcome> {
  const { terminal, facts } = context;
  const targets = await targetAddresses(facts.playbook, live.resolve, wanted);
  if (targets.length === 0)
    return fail('usage', 'No usable address was given.', 'Give one such as 104.192.141.1.');
  const order = { interface: 'any', targets, maxSeconds, maxBytes, ring };
  const plan = await planCapture(live, order);
  terminal.note(plan.command.join('\n'));
  const signals = listenForSignals();
  const startedAt = context.now().toISOString();
  const recorded = await recordCapture({
    path,
    order,
    openSource: (events) => live.elevation.open(events, false, signals.heard),
    reader: live.startReading(targets),
    freeBytes: live.freeBytes,
    onProgress: terminal.progress
      ? (progress) => process.stderr.write(`\r${progressLine(progress)}  `)
      : () => {},
    onReset: ({ at, server, cause }) => terminal.note(`${at} reset from ${server.address}: ${cause}`),
  });
  if (!recorded.ok) return { problem: recorded.problem };
  const attempts = await follow(recorded.value, signals.heard, async (stop) => {
    const made: Attempt[] = [];
    if (connect) await makeTraffic(trafficPlan(facts.playbook, targets), (one) => made.push(one), stop);
    return made;
  });
  const { reason, kernel, last } = await recorded.value.ended;
  const { packets, sessions, resets } = last;
  const joined = await joinRing(path).catch((error: unknown) => problemFromSystem(error, path));
  if (joined !== undefined)
    return {
      problem: {
        ...joined.problem,
        hint: `The packets are in ${basename(path)} and, older ones, in ${basename(path)}.1.older and its like.`,
      },
    };
  const { size: bytes } = await stat(path);
  const document: RecordedCapture = {
    schema: 'capture/1',
    file: { name: basename(path), bytes },
    command: plan.command,
    way: wayTaken(plan),
    ...{ interface: 'any', ring, targets, startedAt, endedAt: context.now().toISOString(), reason },
    ...{ packets, sessions, resets, kernel, marks: [], attempts },
  };
  const kept = `${basename(path)} holds the ${packets} packets until then.`;
  if (reason === 'disk-full') return fail('disk-full', 'The disk is full, so the capture ended.', kept);
  if (reason === 'connection-lost') return fail('not-readable', 'The helper with rights was lost.', kept);
  terminal.out(json ? JSON.stringify(document) : asText(document));
  return { exit: signals.heard.aborted ? 130 : 0 };
}

/** Makes the traffic until it is done or the capture ends, whichever is first; a signal ends both. */
async function follow<T>(
  recording: Recording,
  signal: AbortSignal,
  work: (stop: AbortSignal) => Promise<T>,
): Promise<T> {
  const over = new AbortController();
  signal.addEventListener('abort', recording.stop, { once: true });
  if (signal.aborted) recording.stop();
  void recording.ended.then(() => over.abort());
  const result = await work(AbortSignal.any([signal, over.signal]));
  await recording.ended;
  return result;
}

/** From now on a signal does not end the program at once: the file is finished first. */
function listenForSignals(): { readonly heard: AbortSignal } {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.removeAllListeners(name);
    process.on(name, () => controller.abort());
  }
  return { heard: controller.signal };
}

const progressLine = ({ seconds, packets, sessions, resets }: LiveProgress): string =>
  `${Math.floor(seconds)} s, ${packets} packets, ${sessions} sessions, ${resets} resets`;

function asText({ file, packets, sessions, resets, reason, kernel, attempts }: RecordedCapture): string {
  const failed = attempts.filter(({ error }) => error !== null).length;
  return [
    `${file.name}: ${packets} packets, ${sessions} sessions, ${resets} resets; ended by ${reason}.`,
    ...(kernel.droppedByKernel
      ? [`The system dropped ${kernel.droppedByKernel} packets it had no room for.`]
      : []),
    ...(attempts.length > 0 ? [`${attempts.length} connections made, ${failed} failed.`] : []),
    `Next: analyze ${file.name}`,
  ].join('\n');
}
