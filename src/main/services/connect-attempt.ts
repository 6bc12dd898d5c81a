import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Attempt } from '../../contract/live-capture.ts';

export interface Endpoint {
  readonly arm: 'anycast' | 'control';
  readonly address: string;
  readonly port: number;
  /** Name for TLS and the request; the address is never looked up from it. */
  readonly serverName: string;
}

/** An answer that has not come by then does not come; a healthy one takes less than a second. */
const LIMIT_MS = 10_000;
/** What a kind of attempt does once the address answered. */
type Step = (socket: Socket, phase: (name: Attempt['phase']) => void, done: () => void) => void;

/** Only the handshake, whose first message is where many middleboxes strike. */
export const attemptTls = (endpoint: Endpoint, stop: AbortSignal): Promise<Attempt> =>
  attempt('tls', endpoint, stop, openTls(endpoint), (socket, phase, done) => {
    phase('tls');
    socket.once('secureConnect', done);
  });

/** A handshake and the smallest request there is, until the first bytes of the answer. */
export const attemptHttps = (endpoint: Endpoint, stop: AbortSignal): Promise<Attempt> =>
  attempt('https', endpoint, stop, openTls(endpoint), (socket, phase, done) => {
    phase('tls');
    socket.once('secureConnect', () => {
      phase('request');
      socket.once('data', done);
      socket.write(`HEAD / HTTP/1.1\r\nHost: ${endpoint.serverName}\r\nConnection: close\r\n\r\n`);
    });
  });

/** Waits for the greeting of the SSH server and says none. */
export const attemptBanner = (endpoint: Endpoint, stop: AbortSignal): Promise<Attempt> =>
  attempt('ssh-banner', endpoint, stop, connect({ host: endpoint.address, port: endpoint.port }), greeting);

const greeting: Step = (socket, phase, done) => {
  phase('banner');
  socket.once('data', done);
};

/** The certificate is not judged here: who answers is not the question, whether somebody resets is. Nothing secret is sent. */
const openTls = ({ address, port, serverName }: Endpoint): Socket =>
  connectTls({ host: address, port, servername: serverName, rejectUnauthorized: false });

/** Node calls a proper end during the handshake ECONNRESET, too; for us the two are worlds apart. */
function nameOf(error: NodeJS.ErrnoException): string {
  if (error.message.startsWith('Client network socket disconnected')) return 'closed early';
  return error.code ?? error.message.slice(0, 200);
}

function attempt(
  kind: Attempt['kind'],
  { arm, address, port }: Endpoint,
  stop: AbortSignal,
  socket: Socket,
  step: Step,
): Promise<Attempt> {
  const startedAt = new Date();
  const began = performance.now();
  let phase: Attempt['phase'] = 'connect';
  let sourcePort: number | null = null;
  return new Promise((resolve) => {
    const finish = (error: string | null): void => {
      clearTimeout(late);
      stop.removeEventListener('abort', onStop);
      resolve({
        ...{ kind, arm, address, port, sourcePort, startedAt: startedAt.toISOString() },
        phase: error === null ? 'done' : phase,
        ms: Math.round(performance.now() - began),
        error,
      });
      socket.destroy();
    };
    const onStop = (): void => finish('stopped');
    const late = setTimeout(() => finish('ETIMEDOUT'), LIMIT_MS);
    stop.addEventListener('abort', onStop, { once: true });
    socket.once('connect', () => {
      sourcePort = socket.localPort ?? null;
      step(
        socket,
        (name) => {
          phase = name;
        },
        () => finish(null),
      );
    });
    socket.on('error', (error) => finish(nameOf(error)));
    socket.on('end', () => finish('closed early'));
    socket.on('close', () => finish('closed early'));
    if (stop.aborted) finish('stopped');
  });
}
