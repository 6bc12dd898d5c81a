import type { Duplex } from 'node:stream';
import type { BrokerVerb, FromBroker, Refusal, VerbInput, VerbOutput } from '../contract/broker.ts';
import * as contract from '../contract/broker.ts';
import { createFrameDecoder, encodeFrame, frameHeader } from '../contract/broker-frames.ts';
import type { CaptureRun } from '../core/live-capture/capture-run.ts';
import type { FoundTool } from '../core/live-capture/tool-paths.ts';
import { planTcpTrace } from '../core/trace/tcp-trace.ts';
import { applyOverride, revertOverride } from '../hosts-file/change-hosts.ts';
import { withoutTimer, withTimer } from '../scheduler/timer-process.ts';
import { AGE_LIMIT_MS, IDLE_LIMIT_MS, TRACE } from './caps.ts';
import { canonical, listInterfaces, startCapture } from './start-capture.ts';
import { runTool } from './tool-process.ts';
import { isUsable } from './tools.ts';

/** Why the broker ended; only ever told to its own log. */
export type EndReason = 'bye' | 'closed' | 'frame' | 'words' | 'threw' | 'silent' | 'idle' | 'old' | 'signal';

export interface ServeOptions {
  readonly socket: Duplex;
  readonly token: string;
  readonly version: string;
  /** What captures here, best first. */
  readonly tools: readonly FoundTool[];
  /** This system's own; never named from outside. */
  readonly hostsFile: string;
}

type Answer<V extends BrokerVerb> = { output: VerbOutput<V> } | { refusal: Refusal };
/** A new verb in the contract's table is a compile error here until it has its handler. */
type Handlers = { readonly [V in BrokerVerb]: (input: VerbInput<V>) => Promise<Answer<V>> | Answer<V> };

/** The broker's whole conversation. Ends by itself in every case, and gives nothing back before its capture is gone. */
export function serve(options: ServeOptions): {
  readonly ended: Promise<EndReason>;
  end(why: EndReason): void;
} {
  const { socket, token, version, tools, hostsFile } = options;
  const decoder = createFrameDecoder();
  const startedAt = performance.now();
  let heardAt = startedAt;
  let usedAt = startedAt;
  let capture: CaptureRun | null = null;
  let trace: AbortController | null = null;
  let queue: Promise<void> = Promise.resolve();
  let isOver = false;
  let settle: (why: EndReason) => void = () => {};
  const over = new Promise<EndReason>((resolve) => {
    settle = resolve;
  });
  const end = (why: EndReason): void => {
    isOver = true;
    settle(why);
  };
  const send = (message: FromBroker): void => {
    if (!isOver) socket.write(encodeFrame('control', Buffer.from(JSON.stringify(message))));
  };
  const sendBytes = async (bytes: Uint8Array): Promise<void> => {
    if (isOver) throw new Error('the program is gone');
    socket.cork();
    socket.write(frameHeader('capture', bytes.length));
    const taken = new Promise<unknown>((resolve) => socket.write(bytes, resolve));
    socket.uncork();
    await taken;
  };
  const grown = (bytes: number): void => send({ kind: 'capture.grown', bytes });
  const done = (_deed: unknown) => ({ output: {} });
  const handlers: Handlers = {
    'capture.start': async (input) => {
      if (capture !== null) return { refusal: { kind: 'busy', message: 'A capture is under way.' } };
      const started = await startCapture(input, tools, sendBytes, grown);
      if ('refusal' in started) return started;
      capture = started.run;
      void capture.ended.then((report) => {
        capture = null;
        usedAt = performance.now();
        send({ kind: 'capture.ended', ...report });
      });
      return { output: {} };
    },
    'capture.stop': () => done(capture?.stop('stopped')),
    'trace.run': async (order) => {
      if (trace !== null)
        return { refusal: { kind: 'busy', message: 'A trace is under way, or has just ended.' } };
      const wish = { ...order, address: canonical(order.address) };
      const plan = planTcpTrace(process.platform, wish, TRACE, isUsable);
      if ('refusal' in plan) return plan;
      trace = new AbortController();
      const { text, isPartial } = await runTool(plan.command, TRACE.limitMs, trace.signal);
      setTimeout(() => {
        trace = null;
      }, TRACE.restMs).unref();
      usedAt = performance.now();
      const printed = text.slice(0, TRACE.characters).replace(/[^\n -~]/g, '?');
      const command = [plan.command.program, ...plan.command.args];
      return { output: { command, text: printed, isPartial } };
    },
    'trace.stop': () => done(trace?.abort()),
    'hosts.apply': (order) => withTimer(applyOverride(hostsFile, order, version), order),
    'hosts.revert': (order) => withoutTimer(revertOverride(hostsFile, order)),
    status: () => {
      const names = tools.map(({ tool }) => tool);
      return { output: { version, tools: names, interfaces: listInterfaces(), capturing: capture !== null } };
    },
    bye: () => done(end('bye')),
  };

  async function answer(id: number, verb: BrokerVerb, input: unknown): Promise<void> {
    const parsed = contract.brokerVerbs[verb].input.safeParse(input);
    if (isOver || !parsed.success) return end('words');
    usedAt = performance.now();
    const handle = handlers[verb] as (input: unknown) => Promise<Answer<BrokerVerb>>;
    const given = await handle(parsed.data);
    if ('output' in given) send({ kind: 'done', id, output: given.output });
    else send({ kind: 'refused', id, refusal: given.refusal });
  }

  function hear(bytes: Buffer): void {
    for (const { kind, payload } of decoder.push(bytes)) {
      const message = contract.readMessage(contract.fromAppSchema, Buffer.from(payload).toString('utf8'));
      if (kind !== 'control' || message === null) {
        end('words');
        return;
      }
      heardAt = performance.now();
      if (message.kind === 'heartbeat') continue;
      const { id, verb, input } = message;
      const answered = queue.then(() => answer(id, verb, input)).catch(() => end('threw'));
      // A trace takes up to a minute: nobody waits for it, the end of a capture least of all.
      if (verb !== 'trace.run') queue = answered;
    }
    if (decoder.damage !== null) end('frame');
  }

  const watch = setInterval(() => {
    const now = performance.now();
    if (now - heardAt > contract.HEARTBEAT_LIMIT_MS) end('silent');
    else if (now - startedAt > AGE_LIMIT_MS) end('old');
    else if (capture === null && now - usedAt > IDLE_LIMIT_MS) end('idle');
  }, 1_000);
  socket.on('data', hear);
  for (const event of ['end', 'close', 'error']) socket.on(event, () => end('closed'));
  send({ kind: 'hello', protocol: contract.BROKER_PROTOCOL, version, pid: process.pid, token });

  const finish = async (): Promise<EndReason> => {
    const why = await over;
    clearInterval(watch);
    // A capture that is just starting is waited for, or it would outlive us.
    await queue;
    trace?.abort();
    await capture?.kill();
    socket.destroy();
    return why;
  };
  return { ended: finish(), end };
}
