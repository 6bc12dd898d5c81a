import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { afterAll, afterEach, expect, test } from 'vitest';
import { makeTestCertificate } from '../../test-support/test-certificate.ts';
import { burstRequest } from './burst-request.ts';

const folder = mkdtempSync(join(tmpdir(), 'burst-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
makeTestCertificate(folder);
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
const identity = () => ({
  key: readFileSync(join(folder, 'key.pem')),
  cert: readFileSync(join(folder, 'cert.pem')),
});
const never = new AbortController().signal;

test('any answer to the long request shows that its packets arrived, with the kernel’s account on Linux', async () => {
  let received = 0;
  const server = createTlsServer(identity(), (socket) => {
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      received += chunk.length;
      if (received > 6000) socket.end('HTTP/1.1 431 Request Header Fields Too Large\r\n\r\n');
    });
  });
  const burst = await burstRequest('127.0.0.1', 'bitbucket.org', never, await listen(server));
  expect(burst).toMatchObject({ bytes: 6000, outcome: 'answered', phase: 'request' });
  if (process.platform === 'linux' && burst.segmentBytes !== null) expect(burst.retransmitted).toBe(0);
});

test('an open connection on which nothing comes back stands still; one that never opens is broken', async () => {
  const quiet = createServer((socket) => socket.on('error', () => {}));
  const stuck = await burstRequest('127.0.0.1', 'bitbucket.org', never, await listen(quiet), 300);
  expect(stuck).toMatchObject({ outcome: 'stalled', phase: 'tls' });
  const port = await listen(createServer());
  await new Promise((resolve) => servers.pop()?.close(resolve));
  expect(await burstRequest('127.0.0.1', 'bitbucket.org', never, port)).toMatchObject({
    outcome: 'broken',
    phase: 'connect',
  });
});

test('it ends with the signal', async () => {
  const quiet = createServer((socket) => socket.on('error', () => {}));
  const stop = new AbortController();
  const port = await listen(quiet);
  setTimeout(() => stop.abort(), 50);
  expect(await burstRequest('127.0.0.1', 'bitbucket.org', stop.signal, port)).toMatchObject({
    outcome: 'stopped',
  });
});
