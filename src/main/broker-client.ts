import { timingSafeEqual } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import { BROKER_PROTOCOL, fromBrokerSchema, readMessage } from '../contract/broker.ts';
import { createFrameDecoder } from '../contract/broker-frames.ts';
import { type BootstrapFolder, makeBootstrapFolder } from './bootstrap-folder.ts';
import { type BrokerEvents, type BrokerLink, createLink } from './broker-link.ts';

/** Why nobody with rights came, in kinds the window has words for. `detail` is for the log. */
export interface LaunchFailure {
  readonly kind:
    | 'declined'
    | 'no-agent'
    | 'policy-forbids'
    | 'standard-user'
    | 'unavailable'
    | 'failed'
    | 'cancelled';
  readonly detail: string;
}

/** Starts the broker with rights, whichever way. Fulfilled when that has come to its end: for a prompt, with the broker's. */
export type LaunchBroker = (bootstrapFolder: string) => Promise<LaunchFailure>;

export type OpenBroker =
  | { readonly kind: 'open'; readonly link: BrokerLink }
  | { readonly kind: 'refused'; readonly failure: LaunchFailure };

const HELLO_LIMIT_MS = 10_000;

/**
 * Listens, lets the broker be started, and waits for its hello: that and nothing else means that rights were given.
 * There is no time limit, because the system's prompt may stay open; `signal` ends the waiting.
 */
export async function openBroker(
  launch: LaunchBroker,
  events: BrokerEvents,
  parentFolder: string,
  signal?: AbortSignal,
): Promise<OpenBroker> {
  const folder = await makeBootstrapFolder(parentFolder).catch((error: unknown) => String(error));
  if (typeof folder === 'string') return { kind: 'refused', failure: { kind: 'failed', detail: folder } };
  const server = createServer();
  const strangers = new Set<Socket>();
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ path: folder.address, readableAll: false, writableAll: false }, resolve);
    });
    const failed = launch(folder.path).then(
      (failure): OpenBroker => ({ kind: 'refused', failure }),
      (error: unknown): OpenBroker => ({
        kind: 'refused',
        failure: { kind: 'failed', detail: String(error) },
      }),
    );
    const cancelled = new Promise<OpenBroker>((resolve) => {
      const give = (): void => resolve({ kind: 'refused', failure: { kind: 'cancelled', detail: '' } });
      if (signal?.aborted) give();
      signal?.addEventListener('abort', give, { once: true });
    });
    const greeted = awaitHello(server, strangers, folder, events);
    return await Promise.race([greeted, failed, cancelled]);
  } finally {
    // One connection for one token: whoever else has dialled is sent away, and nobody can dial any more.
    server.close();
    for (const socket of strangers) socket.destroy();
    await folder.remove();
  }
}

/** Strangers may dial, too: each has ten seconds to say the token, and a wrong word ends it. */
function awaitHello(
  server: Server,
  waiting: Set<Socket>,
  { token }: BootstrapFolder,
  events: BrokerEvents,
): Promise<OpenBroker> {
  return new Promise((resolve) => {
    server.on('connection', (socket) => {
      waiting.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => waiting.delete(socket));
      const late = setTimeout(() => socket.destroy(), HELLO_LIMIT_MS);
      const decoder = createFrameDecoder();
      const listen = (bytes: Buffer): void => {
        const [frame, ...rest] = decoder.push(bytes);
        if (frame === undefined && decoder.damage === null) return;
        socket.off('data', listen);
        clearTimeout(late);
        const hello = frame?.kind === 'control' ? readMessage(fromBrokerSchema, textOf(frame.payload)) : null;
        const isGood = hello?.kind === 'hello' && rest.length === 0 && isSame(hello.token, token);
        if (!isGood) {
          socket.destroy();
          return;
        }
        waiting.delete(socket);
        if (hello.protocol !== BROKER_PROTOCOL) {
          socket.destroy();
          const detail = `the broker speaks protocol ${hello.protocol}, we speak ${BROKER_PROTOCOL}`;
          resolve({ kind: 'refused', failure: { kind: 'failed', detail } });
          return;
        }
        resolve({ kind: 'open', link: createLink(socket, hello, events) });
      };
      socket.on('data', listen);
    });
  });
}

const textOf = (payload: Uint8Array): string => Buffer.from(payload).toString('utf8');

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
