import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Attempt } from '../../contract/live-capture.ts';
import { attemptBanner, attemptHttps, attemptTls } from './connect-attempt.ts';
import { checkRepository, listRemote, listRemoteArguments } from './list-remote.ts';
import { makeTraffic, type TrafficPlan, trafficPlan } from './make-traffic.ts';
import { loadProductFacts } from './product-facts.ts';

const HOST = '127.0.0.1';
const never = new AbortController().signal;

let folder: string;
const servers: Server[] = [];
const listen = async (server: Server): Promise<number> => {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, HOST, resolve));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
};
const plain = (greet: (socket: Socket) => void): Promise<number> =>
  listen(
    createServer((socket) => {
      socket.on('error', () => {});
      greet(socket);
    }),
  );

let tls: { port: number; names: string[]; requests: string[] };

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'traffic-'));
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  const subject = ['-subj', '/CN=bitbucket.org', '-days', '2', '-nodes'];
  execFileSync(
    'openssl',
    ['req', '-x509', '-newkey', 'rsa:2048', '-keyout', key, '-out', certificate, ...subject],
    {
      stdio: 'ignore',
    },
  );
  const names: string[] = [];
  const requests: string[] = [];
  const SNICallback = (name: string, done: (error: null) => void): void => {
    names.push(name);
    done(null);
  };
  const secrets = { key: readFileSync(key), cert: readFileSync(certificate), SNICallback };
  const server = createTlsServer(secrets, (socket) => {
    socket.on('error', () => {});
    socket.on('data', (text) => {
      requests.push(text.toString('utf8'));
      socket.end('HTTP/1.1 301 Moved\r\n\r\n');
    });
  });
  tls = { port: await listen(server), names, requests };
});

afterAll(() => {
  for (const server of servers) server.close();
  rmSync(folder, { recursive: true, force: true });
});

const to = (port: number) => ({ arm: 'anycast' as const, address: HOST, port, serverName: 'bitbucket.org' });

describe('one connection on request', () => {
  it('shakes hands with the name of the service, without looking it up', async () => {
    const attempt = await attemptTls(to(tls.port), never);
    expect(attempt).toMatchObject({ kind: 'tls', phase: 'done', error: null, address: HOST, port: tls.port });
    expect(attempt.sourcePort).toBeGreaterThan(0);
    expect(tls.names).toContain('bitbucket.org');
  });

  it('asks for a head and nothing that could be private', async () => {
    expect(await attemptHttps(to(tls.port), never)).toMatchObject({ phase: 'done', error: null });
    expect(tls.requests.at(-1)).toBe('HEAD / HTTP/1.1\r\nHost: bitbucket.org\r\nConnection: close\r\n\r\n');
  });

  it('waits for the greeting of SSH and says none itself', async () => {
    let heard = '';
    const port = await plain((socket) => {
      socket.on('data', (text) => {
        heard += text.toString('utf8');
      });
      socket.write('SSH-2.0-conker\r\n');
    });
    expect(await attemptBanner(to(port), never)).toMatchObject({ phase: 'done', error: null });
    expect(heard).toBe('');
  });

  it('tells where a reset struck', async () => {
    const afterHello = await plain((socket) => socket.once('data', () => socket.resetAndDestroy()));
    expect(await attemptTls(to(afterHello), never)).toMatchObject({ phase: 'tls', error: 'ECONNRESET' });
    const atOnce = await plain((socket) => socket.resetAndDestroy());
    expect(await attemptBanner(to(atOnce), never)).toMatchObject({ error: 'ECONNRESET' });
  });

  it('tells a closed port and a closed connection apart', async () => {
    expect(await attemptTls(to(1), never)).toMatchObject({
      phase: 'connect',
      error: 'ECONNREFUSED',
      sourcePort: null,
    });
    const silent = await plain((socket) => socket.end());
    expect(await attemptBanner(to(silent), never)).toMatchObject({ phase: 'banner', error: 'closed early' });
  });
});

describe('the traffic as a whole', () => {
  const plan = (more: Partial<TrafficPlan> = {}): TrafficPlan => ({
    ...{ anycast: [HOST], control: [HOST], serverName: 'bitbucket.org' },
    ...{ httpsPort: tls.port, sshPort: 1, repository: null, pauseMs: 1, rounds: 3 },
    ...more,
  });

  it('takes every kind in turn with both arms, one after the other', async () => {
    const made: Attempt[] = [];
    await makeTraffic(plan(), (attempt) => made.push(attempt), never);
    expect(made.map(({ kind, arm }) => `${kind} ${arm}`)).toEqual([
      ...['tls anycast', 'tls control', 'ssh-banner anycast', 'ssh-banner control'],
      ...['https anycast', 'https control'],
    ]);
    for (const [index, next] of made.slice(1).entries())
      expect(Date.parse(next.startedAt)).toBeGreaterThanOrEqual(
        Date.parse(made[index]!.startedAt) + made[index]!.ms - 2,
      );
  });

  it('stops at once when told to, also in the middle of a pause or a connection', async () => {
    const silent = await plain(() => {});
    const stop = new AbortController();
    const made: Attempt[] = [];
    const done = makeTraffic(
      plan({ httpsPort: silent, pauseMs: 60_000 }),
      (one) => made.push(one),
      stop.signal,
    );
    setTimeout(() => stop.abort(), 50);
    await done;
    expect(made).toMatchObject([{ phase: 'tls', error: 'stopped' }]);
  });

  it('goes to what is captured and to nothing else, a legacy address being its own arm', () => {
    const { playbook } = loadProductFacts(join(import.meta.dirname, '..', '..', '..', 'resources'));
    const { anycast, control } = trafficPlan(playbook, ['104.192.141.1', '18.205.93.1', '203.0.113.9']);
    expect(anycast).toEqual(['104.192.141.1', '203.0.113.9']);
    expect(control).toEqual(['18.205.93.1']);
  });
});

describe('the repository the user names', () => {
  it.each([
    'https://bitbucket.org/team/name.git',
    'https://me@bitbucket.org/team/name',
    'ssh://git@altssh.bitbucket.org:443/team/name.git',
    'git@bitbucket.org:team/name.git',
    'bb:team/name.git',
  ])('may be %s', (text) => expect(checkRepository(text)).toEqual({ ok: true, value: text }));

  it.each([
    '',
    '-oProxyCommand=id',
    '--upload-pack=id',
    'ext::sh -c id',
    'file:///etc',
    '/etc',
    '../x',
    'C:\\x',
    'git://bitbucket.org/x',
    'http://bitbucket.org/x',
    'ssh://-oProxyCommand=id/x',
    'git@-oProxyCommand=id:x',
    'a b:c',
    'host:',
  ])('may not be %j', (text) => expect(checkRepository(text)).toMatchObject({ ok: false }));

  it('stands behind the end of the options', () => {
    expect(listRemoteArguments('x')).toEqual(['ls-remote', '--quiet', '--heads', '--', 'x']);
  });

  it('is asked by the user’s own git, which may not ask for a password, and whose secrets are masked', async () => {
    const log = join(folder, 'log');
    const git = join(folder, 'git');
    const complaint = 'fatal: unable to access https://me:app-password-123@bitbucket.org/x/';
    writeFileSync(
      git,
      `#!/bin/sh\necho "$GIT_TERMINAL_PROMPT|$HOME|$*" > '${log}'\necho '${complaint}' >&2\nexit 128\n`,
    );
    chmodSync(git, 0o755);
    const attempt = await listRemote('git@bitbucket.org:a/b.git', never, git);
    expect(readFileSync(log, 'utf8').trim()).toBe(
      `0|${process.env.HOME ?? ''}|ls-remote --quiet --heads -- git@bitbucket.org:a/b.git`,
    );
    expect(attempt).toMatchObject({ kind: 'git-ls-remote', phase: 'git' });
    expect(attempt.error).toContain('fatal: unable to access');
    expect(attempt.error).not.toContain('app-password-123');
  });
});
