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
/** A certificate and a greeting fit; nobody needs more of a page than its first line. */
const MOST_BYTES = 64 * 1024;

type Step = (socket: Socket, phase: (name: Attempt['phase']) => void, done: () => void) => void;

/** Only the handshake, whose first message is where many middleboxes strike. */
export const attemptTls = (endpoint: Endpoint, stop: AbortSignal): Promise<Attempt> =>
  attempt('tls', endpoint, stop, (socket, phase, done) => {
    phase('tls');
    secure(socket, endpoint).once('secureConnect', done);
  });

/** A handshake and the smallest request there is, until the first bytes of the answer. */
export const attemptHttps = (endpoint: Endpoint, stop: AbortSignal): Promise<Attempt> =>
  attempt('https', endpoint, stop, (socket, phase, done) => {
    phase('tls');
    const tls = secure(socket, endpoint);
    tls.once('secureConnect', () => {
      phase('request');
      tls.once('data', done);
      tls.write(`HEAD / HTTP/1.1\r\nHost: ${endpoint.serverName}\r\nConnection: close\r\n\r\n`);
    });
  });

/** Waits for the greeting of the SSH server and says none. */
export const attemptBanner = (endpoint: Endpoint, stop: AbortSignal): Promise<Attempt> =>
  attempt('ssh-banner', endpoint, stop, (socket, phase, done) => {
    phase('banner');
    socket.once('data', done);
  });

/** The certificate is not judged here: who answers is not the question, whether somebody resets is. Nothing secret is sent. */
function secure(socket: Socket, { serverName }: Endpoint) {
  const tls = connectTls({ socket, servername: serverName, rejectUnauthorized: false });
  tls.on('error', (error) => socket.destroy(error));
  return tls;
}

function attempt(
  kind: Attempt['kind'],
  { arm, address, port }: Endpoint,
  stop: AbortSignal,
  step: Step,
): Promise<Attempt> {
  const startedAt = new Date();
  const began = performance.now();
  let phase: Attempt['phase'] = 'connect';
  let sourcePort: number | null = null;
  return new Promise((resolve) => {
    const socket = connect({ host: address, port });
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
    socket.on('connect', () => {
      sourcePort = socket.localPort ?? null;
      step(
        socket,
        (name) => {
          phase = name;
        },
        () => finish(null),
      );
    });
    socket.on('data', () => {
      if (socket.bytesRead > MOST_BYTES) finish(null);
    });
    socket.on('error', (error: NodeJS.ErrnoException) => finish(error.code ?? error.message.slice(0, 200)));
    socket.on('close', () => finish('closed early'));
    if (stop.aborted) finish('stopped');
  });
}
