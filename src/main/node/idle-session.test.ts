import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import { afterAll, afterEach, expect, test } from 'vitest';
import { makeTestCertificate } from '../../test-support/test-certificate.ts';
import { idleSession } from './idle-session.ts';

const folder = mkdtempSync(join(tmpdir(), 'idle-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
makeTestCertificate(folder);
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A TLS server on loopback. @param onRequest gets the number of the request and the plain socket under it */
async function serve(onRequest: (count: number, answer: () => void, plain: Socket) => void): Promise<number> {
  const [key, cert] = [readFileSync(join(folder, 'key.pem')), readFileSync(join(folder, 'cert.pem'))];
  const server = createServer((plain) => {
    plain.on('error', () => {});
    const secure = new TLSSocket(plain, { isServer: true, key, cert });
    secure.on('error', () => {});
    let count = 0;
    secure.on('data', () => {
      count += 1;
      onRequest(count, () => secure.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'), plain);
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
const wish = { address: '127.0.0.1', serverName: 'bitbucket.org', minutes: 1, pauses: [0.1, 0.2] };
const never = new AbortController().signal;
const go = (port: number) => idleSession(wish, never, port, 300);

test('a session that is answered after every pause is alive, and says how long it was left alone', async () => {
  const found = await go(await serve((_count, answer) => answer()));
  expect(found).toMatchObject({ end: 'alive', quietSeconds: null, survivedSeconds: 0.2 });
  expect(found.pauses).toEqual([0, 0.1, 0.2].map((quietSeconds) => ({ quietSeconds, isAnswered: true })));
  expect(found.sourcePort).toBeGreaterThan(0);
});

test('a reset on its next packet, silence, a reset meanwhile and a proper end are told apart', async () => {
  const strange = await go(
    await serve((count, answer, plain) => (count === 3 ? plain.resetAndDestroy() : answer())),
  );
  expect(strange).toMatchObject({ end: 'reset-on-next-packet', quietSeconds: 0.2, survivedSeconds: 0.1 });
  expect(strange.pauses.at(-1)).toEqual({ quietSeconds: 0.2, isAnswered: false });
  expect(await go(await serve((count, answer) => count < 2 && answer()))).toMatchObject({
    ...{ end: 'no-answer', quietSeconds: 0.1, survivedSeconds: 0 },
  });
  const meanwhile = await serve((_count, answer, plain) => {
    answer();
    setTimeout(() => plain.resetAndDestroy(), 50);
  });
  const early = await go(meanwhile);
  expect(early).toMatchObject({ end: 'reset-in-silence', survivedSeconds: 0 });
  expect(early.quietSeconds).toBeLessThanOrEqual(0.1);
  const proper = await serve((_count, answer, plain) => {
    answer();
    setTimeout(() => plain.end(), 50);
  });
  expect(await go(proper)).toMatchObject({ end: 'closed' });
});

test('what breaks before it was ever quiet says nothing about quiet sessions', async () => {
  expect(await go(await serve((_count, _answer, plain) => plain.resetAndDestroy()))).toMatchObject({
    end: 'not-opened',
    pauses: [],
  });
  const port = await serve(() => {});
  await new Promise((resolve) => servers.pop()?.close(resolve));
  expect(await go(port)).toMatchObject({ end: 'not-opened', sourcePort: null });
});

test('it ends with the signal and keeps what it outlived', async () => {
  const stop = new AbortController();
  const port = await serve((count, answer) => {
    answer();
    if (count === 2) setTimeout(() => stop.abort(), 20);
  });
  expect(await idleSession(wish, stop.signal, port, 300)).toMatchObject({
    ...{ end: 'stopped', survivedSeconds: 0.1, quietSeconds: null },
  });
});
