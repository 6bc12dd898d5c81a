/**
 * The client's traffic, run inside its namespace: makes the connections of a plan and says what became of each.
 *
 * usage: traffic-client.ts PLAN.json RESULTS.json AUTHORITY.pem
 * Prints the number of milliseconds since 1970 at which it starts, then works through the plan.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { connect as connectPlain, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import type { ConnectionResult, PlannedConnection } from './recording/traffic-plan.ts';

const [planFile = '', resultFile = '', authorityFile = ''] = process.argv.slice(2);
const plan = JSON.parse(readFileSync(planFile, 'utf8')) as PlannedConnection[];
const authority = readFileSync(authorityFile);
const HOST = 'bitbucket.org';

/** A socket with patience: every wait ends with what was asked for, an error, or the connection's time limit. */
interface Conversation {
  readonly socket: Socket;
  /** Until this text has come in (again). */
  readonly hear: (text: string) => Promise<void>;
  readonly heardBytes: (count: number) => Promise<void>;
  readonly ended: () => Promise<void>;
}

function converse(socket: Socket, stop: AbortSignal): Conversation {
  let unread = '';
  let total = 0;
  let isEnded = false;
  let failure: Error | null = null;
  let wake = (): void => undefined;
  const note = (change: () => void) => () => {
    change();
    wake();
  };
  socket.setNoDelay(true);
  socket.on('data', (part: Buffer) => {
    unread = (unread + part.toString('latin1')).slice(-4000);
    total += part.length;
    wake();
  });
  socket.on('error', (error) => note(() => (failure = error))());
  socket.on(
    'end',
    note(() => (isEnded = true)),
  );
  socket.on(
    'close',
    note(() => (isEnded = true)),
  );
  stop.addEventListener(
    'abort',
    note(() => (failure ??= new Error('time limit'))),
  );
  const until = async (isDone: () => boolean, endIsFine: boolean): Promise<void> => {
    for (;;) {
      if (failure) throw failure;
      if (isDone()) return;
      if (isEnded && !endIsFine) throw new Error('closed early');
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  const hear = async (text: string): Promise<void> => {
    await until(() => unread.includes(text), false);
    unread = unread.slice(unread.indexOf(text) + text.length);
  };
  return {
    socket,
    hear,
    heardBytes: (count) => until(() => total >= count, false),
    ended: () => until(() => isEnded, true),
  };
}

const get = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`;
const SMALL = 'x'.repeat(20);

const overTls: Record<
  PlannedConnection['kind'],
  (talk: Conversation, of: PlannedConnection) => Promise<void>
> = {
  hold: async ({ socket, hear }, { packets, gapMs }) => {
    for (let count = 0; count < packets; count += 1) {
      socket.write(get('/edge'));
      await hear('"received"');
      await sleep(gapMs);
    }
  },
  pause: async ({ socket, hear }, { gapMs }) => {
    for (const wait of [gapMs, 0]) {
      socket.write(get('/edge'));
      await hear('"received"');
      await sleep(wait);
    }
  },
  upload: async ({ socket, hear }, { packets, gapMs }) => {
    const length = packets * SMALL.length;
    socket.write(`POST /upload HTTP/1.1\r\nHost: ${HOST}\r\nContent-Length: ${length}\r\n\r\n`);
    for (let count = 0; count < packets && !socket.destroyed; count += 1) {
      socket.write(SMALL);
      await sleep(gapMs);
    }
    await hear('"received"');
  },
  bulk: async ({ socket, hear }, { bytes }) => {
    socket.write(`POST /upload HTTP/1.1\r\nHost: ${HOST}\r\nContent-Length: ${bytes}\r\n\r\n`);
    socket.write(Buffer.alloc(bytes, 'x'));
    await hear('"received"');
  },
  download: async ({ socket, heardBytes }, { bytes }) => {
    socket.write(get(`/download?bytes=${bytes}`));
    await heardBytes(bytes);
  },
  'server-abort': async ({ socket, hear }) => {
    socket.write(get('/edge'));
    await hear('"received"');
    socket.write(get('/abort'));
    await hear('never');
  },
  'late-data': async ({ socket, hear, ended }) => {
    socket.write(get('/close'));
    await hear('Content-Length: 0'.toLowerCase());
    await ended();
    await sleep(60);
    socket.write(SMALL);
    await sleep(100);
  },
  banner: async () => undefined,
};

/** Port 22 speaks in plain words: a greeting each way, then small exchanges. */
async function overPlain(talk: Conversation, { kind, packets, gapMs }: PlannedConnection): Promise<void> {
  const { socket, hear, ended } = talk;
  await hear('SSH-2.0-');
  socket.write('SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n');
  await hear('key exchange');
  if (kind === 'server-abort') {
    socket.write('abort');
    await hear('never');
  } else if (kind === 'late-data') {
    socket.write('close');
    await ended();
    await sleep(60);
    socket.write('anybody there?');
    await sleep(100);
  } else {
    for (let count = 0; count < packets; count += 1) {
      await sleep(gapMs);
      socket.write(`packet ${count}`);
      await hear('key exchange');
    }
  }
}

/** Waits until the connection stands. @throws what the system says when it does not */
function opened(socket: Socket, event: 'connect' | 'secureConnect', stop: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once(event, resolve);
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('closed early')));
    stop.addEventListener('abort', () => reject(new Error('time limit')));
  });
}

async function run(planned: PlannedConnection): Promise<ConnectionResult> {
  await sleep(planned.startMs);
  const { index, address: host, port, localPort, kind } = planned;
  const stop = AbortSignal.timeout(planned.limitMs);
  let phase: ConnectionResult['phase'] = 'connecting';
  const plain = connectPlain({ host, port, localPort, allowHalfOpen: true });
  plain.on('error', () => undefined);
  let socket: Socket = plain;
  try {
    await opened(plain, 'connect', stop);
    phase = 'greeting';
    if (port !== 22) {
      socket = connectTls({ socket: plain, servername: HOST, ca: authority });
      socket.on('error', () => undefined);
      await opened(socket, 'secureConnect', stop);
    }
    const talk = converse(socket, stop);
    phase = 'talking';
    await (port === 22 ? overPlain(talk, planned) : overTls[kind](talk, planned));
    phase = 'closing';
    socket.end();
    await talk.ended();
    return { index, outcome: 'finished', phase, error: null };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return { index, outcome: 'failed', phase, error: code ?? message };
  } finally {
    socket.destroy();
    plain.destroy();
  }
}

console.log(Date.now());
const results = await Promise.all(plan.map(run));
writeFileSync(resultFile, `${JSON.stringify(results)}\n`);
