import type { Socket } from 'node:net';
import {
  type BrokerVerb,
  brokerVerbs,
  type FromBroker,
  fromBrokerSchema,
  HEARTBEAT_MS,
  type Refusal,
  readMessage,
  type VerbInput,
  type VerbOutput,
} from '../contract/broker.ts';
import { createFrameDecoder, encodeFrame } from '../contract/broker-frames.ts';

export type CaptureEnded = Extract<FromBroker, { kind: 'capture.ended' }>;

export interface BrokerEvents {
  /** Capture bytes; the next ones wait until this is fulfilled. */
  readonly bytes: (bytes: Uint8Array) => Promise<void>;
  /** So much has been captured that comes later only. */
  readonly grown: (bytes: number) => void;
  readonly ended: (report: CaptureEnded) => void;
  /** The connection is gone, by us or not. Called once. */
  readonly closed: () => void;
}

type Answer<V extends BrokerVerb> =
  | { readonly ok: true; readonly output: VerbOutput<V> }
  | { readonly ok: false; readonly refusal: Refusal };

/** A broker that said a good hello. Whoever opens it closes it. */
export interface BrokerLink {
  readonly version: string;
  readonly pid: number;
  request<V extends BrokerVerb>(verb: V, input: VerbInput<V>): Promise<Answer<V>>;
  /** Says goodbye and waits until the broker is gone; may be called twice. */
  close(): Promise<void>;
}

const CLOSE_LIMIT_MS = 6_000;

/** Speaks with a broker whose hello was good. Whatever makes no sense ends the connection. */
export function createLink(
  socket: Socket,
  { version, pid }: { readonly version: string; readonly pid: number },
  events: BrokerEvents,
): BrokerLink {
  type Settle = (answer: { ok: true; output: unknown } | { ok: false; refusal: Refusal }) => void;
  const pending = new Map<number, { readonly verb: BrokerVerb; readonly settle: Settle }>();
  let lastId = 0;
  const gone: Refusal = { kind: 'failed', message: 'The helper with rights has ended.' };
  const send = (message: unknown): void => {
    if (socket.writable) socket.write(encodeFrame('control', Buffer.from(JSON.stringify(message))));
  };
  const heartbeat = setInterval(() => send({ kind: 'heartbeat' }), HEARTBEAT_MS);
  const closed = new Promise<void>((resolve) => {
    socket.once('close', () => {
      clearInterval(heartbeat);
      for (const { settle } of pending.values()) settle({ ok: false, refusal: gone });
      pending.clear();
      events.closed();
      resolve();
    });
  });

  /** @returns false when the message makes no sense, which ends the connection */
  function take(message: FromBroker | null): boolean {
    if (message === null || message.kind === 'hello') return false;
    if (message.kind === 'capture.grown') {
      events.grown(message.bytes);
      return true;
    }
    if (message.kind === 'capture.ended') {
      events.ended(message);
      return true;
    }
    const asked = pending.get(message.id);
    if (asked === undefined) return false;
    pending.delete(message.id);
    if (message.kind === 'refused') asked.settle({ ok: false, refusal: message.refusal });
    else {
      const output = brokerVerbs[asked.verb].output.safeParse(message.output);
      if (!output.success) return false;
      asked.settle({ ok: true, output: output.data });
    }
    return true;
  }

  async function read(): Promise<void> {
    const decoder = createFrameDecoder();
    for await (const piece of socket) {
      for (const { kind, payload } of decoder.push(piece as Buffer)) {
        if (kind === 'capture') await events.bytes(payload);
        else if (!take(readMessage(fromBrokerSchema, Buffer.from(payload).toString('utf8')))) return;
      }
      if (decoder.damage !== null) return;
    }
  }

  void read()
    .catch(() => {})
    .finally(() => socket.destroy());
  return {
    version,
    pid,
    request: (verb, input) =>
      new Promise((resolve) => {
        if (!socket.writable) {
          resolve({ ok: false, refusal: gone });
          return;
        }
        lastId += 1;
        pending.set(lastId, { verb, settle: resolve as Settle });
        send({ kind: 'request', id: lastId, verb, input });
      }),
    close: async () => {
      lastId += 1;
      send({ kind: 'request', id: lastId, verb: 'bye', input: {} });
      const hard = setTimeout(() => socket.destroy(), CLOSE_LIMIT_MS);
      await closed;
      clearTimeout(hard);
    },
  };
}
