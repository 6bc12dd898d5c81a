import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { makeTestCertificate } from '../../test-support/test-certificate.ts';
import { readKeyscan } from './prove-ssh-identity.ts';
import { proveTlsIdentity } from './prove-tls-identity.ts';

const folder = mkdtempSync(join(tmpdir(), 'identity-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

beforeAll(() => {
  makeTestCertificate(folder);
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

describe('a certificate', () => {
  test('that nobody vouches for is untrusted, not proved', async () => {
    const port = await listen(
      createTlsServer({
        key: readFileSync(join(folder, 'key.pem')),
        cert: readFileSync(join(folder, 'cert.pem')),
      }),
    );
    expect(await proveTlsIdentity('127.0.0.1', 'bitbucket.org', 3000, port)).toMatchObject({
      outcome: 'untrusted',
      ms: null,
    });
  });

  test('is never seen when the connection is reset', async () => {
    const port = await listen(createServer((socket) => socket.once('data', () => socket.resetAndDestroy())));
    expect((await proveTlsIdentity('127.0.0.1', 'bitbucket.org', 3000, port)).outcome).toBe('reset');
  });

  test('that does not come in time is a time-out', async () => {
    const port = await listen(createServer(() => {}));
    expect((await proveTlsIdentity('127.0.0.1', 'bitbucket.org', 200, port)).outcome).toBe('timeout');
  });

  test('is not there where nothing listens', async () => {
    const port = await listen(createServer());
    servers.splice(0).forEach((server) => void server.close());
    expect((await proveTlsIdentity('127.0.0.1', 'bitbucket.org', 3000, port)).outcome).toBe('refused');
  });
});

describe('host keys', () => {
  test('are told by the fingerprint OpenSSH prints', () => {
    const made = join(folder, 'host_key');
    spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', made]);
    const [type, key] = readFileSync(`${made}.pub`, 'utf8').split(' ');
    const printed = spawnSync('ssh-keygen', ['-lf', `${made}.pub`], { encoding: 'utf8' }).stdout.split(
      ' ',
    )[1];
    expect(readKeyscan(`# 18.205.93.1:22 SSH-2.0-conker\n18.205.93.1 ${type} ${key}\n`)).toEqual([printed]);
  });

  test('errors and comments hold none', () => {
    expect(readKeyscan('# x\n18.205.93.1: Connection closed by remote host\n')).toEqual([]);
  });
});
