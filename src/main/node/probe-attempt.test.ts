import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { ProbeStep } from '../../core/diagnosis/probe-plan.ts';
import { probeAttempt } from './probe-attempt.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A real server on loopback; `serve` is what it does with each connection. */
async function port(serve: (socket: Socket) => void, host = '127.0.0.1'): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    serve(socket);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return (server.address() as { port: number }).port;
}

const never = new AbortController().signal;
const target = { arm: 'anycast', address: '127.0.0.1', serverName: 'bitbucket.org' } as const;
const go = (step: ProbeStep, stop = never) => probeAttempt(step, target, 1, stop);

describe('how an attempt ends', () => {
  test('a greeting and a quiet moment are well, with our own port and the packets counted', async () => {
    const step = {
      rung: 'greeting',
      port: await port((socket) => socket.write('SSH-2.0-test\r\n')),
      bytes: 0,
    } as const;
    const done = await go(step);
    expect(done).toMatchObject({
      outcome: 'ok',
      phase: 'done',
      clientPackets: 3,
      answer: 'SSH-2.0-test',
      resetDelayMs: null,
    });
    expect(done.sourcePort).toBeGreaterThan(0);
  });

  test.each(['ok', 'reset'] as const)('over IPv6 it is %s as over IPv4', async (ended) => {
    const serve = (socket: Socket): void => {
      socket.write('SSH-2.0-test\r\n');
      if (ended === 'reset') setTimeout(() => socket.resetAndDestroy(), 60);
    };
    const step = { rung: 'greeting', port: await port(serve, '::1'), bytes: 0 } as const;
    const done = await probeAttempt(step, { ...target, address: '::1' }, 1, never);
    expect(done).toMatchObject({ outcome: ended, address: '::1', answer: 'SSH-2.0-test' });
    expect(done.sourcePort).toBeGreaterThan(0);
  });

  test('a reset while we are silent is a reset, though the connection had opened', async () => {
    const step = {
      rung: 'connect',
      port: await port((socket) => setTimeout(() => socket.resetAndDestroy(), 60)),
      bytes: 0,
    } as const;
    const done = await go(step);
    expect(done).toMatchObject({ outcome: 'reset', phase: 'hold', error: 'ECONNRESET', clientPackets: 2 });
    expect(done.resetDelayMs).toBeGreaterThan(30);
    expect(done.connectMs).not.toBeNull();
  });

  test('a proper end before it was through is the server’s decision', async () => {
    const step = { rung: 'greeting', port: await port((socket) => socket.end()), bytes: 0 } as const;
    expect(await go(step)).toMatchObject({ outcome: 'closed', phase: 'greeting' });
  });

  test('an end during the TLS greeting is no reset, whatever Node calls it; a reset is one', async () => {
    const closing = await port((socket) => socket.once('data', () => socket.end()));
    expect(await go({ rung: 'tls', port: closing, bytes: 0 })).toMatchObject({
      outcome: 'closed',
      phase: 'tls',
    });
    const resetting = await port((socket) => socket.once('data', () => socket.resetAndDestroy()));
    expect(await go({ rung: 'tls', port: resetting, bytes: 0 })).toMatchObject({
      outcome: 'reset',
      phase: 'tls',
    });
  });

  test('nobody there is refused', async () => {
    expect(await go({ rung: 'greeting', port: 1, bytes: 0 })).toMatchObject({
      outcome: 'refused',
      phase: 'connect',
      connectMs: null,
    });
  });

  test('MaxStartups is a request for less', async () => {
    const step = {
      rung: 'greeting',
      port: await port((socket) => socket.write('Exceeded MaxStartups\r\n')),
      bytes: 0,
    } as const;
    expect(await go(step)).toMatchObject({ outcome: 'rate-limited' });
  });

  test('a greeting with escapes is kept inert', async () => {
    const step = {
      rung: 'greeting',
      port: await port((socket) => socket.write('SSH-2.0-\u001b[31m<b>\r\n')),
      bytes: 0,
    } as const;
    expect((await go(step)).answer).not.toMatch(/[\p{Cc}<]/u);
  });

  test('a stop ends it at once', async () => {
    const stopping = new AbortController();
    const step = { rung: 'greeting', port: await port(() => {}), bytes: 0 } as const;
    const going = go(step, stopping.signal);
    setTimeout(() => stopping.abort(), 50);
    const done = await going;
    expect(done.outcome).toBe('stopped');
    expect(done.ms).toBeLessThan(1000);
  });
});
