import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { askPlainly } from './ask-plainly.ts';
import { readVersions } from './read-versions.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function serve(onConnection: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    onConnection(socket);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
const ask = (port: number) => askPlainly('127.0.0.1', 'bitbucket.org', port, 300);

test('the service is asked for its page by its name, and the head of the answer is read in pieces', async () => {
  let asked = '';
  const port = await serve((socket) =>
    socket.on('data', (chunk) => {
      asked += String(chunk);
      socket.write('HTTP/1.1 302 Found\r\nLoca');
      setTimeout(() => socket.write('tion: http://login.example/\r\n\r\n'), 20);
    }),
  );
  expect(await ask(port)).toEqual({ status: 302, date: null, location: 'http://login.example/' });
  expect(asked).toMatch(/^GET \/ HTTP\/1\.1\r\nHost: bitbucket\.org\r\n/);
});

test('silence, a reset, a closed port and what is not HTTP are no answer', async () => {
  expect(await ask(await serve(() => {}))).toBeNull();
  expect(await ask(await serve((socket) => socket.resetAndDestroy()))).toBeNull();
  expect(await ask(await serve((socket) => socket.end('SSH-2.0-x\r\n\r\n')))).toBeNull();
  const port = await serve(() => {});
  await new Promise((resolve) => servers.pop()?.close(resolve));
  expect(await ask(port)).toBeNull();
});

test('git of this computer says its version, and the system its name', async () => {
  const { git, system } = await readVersions();
  expect(git).toMatch(/git version \d/);
  expect(system.length).toBeGreaterThan(3);
});
