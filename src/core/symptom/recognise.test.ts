import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { playbookSchema } from '../../contract/playbook.ts';
import { MAX_PASTE, recogniseSymptom } from './recognise.ts';

const playbook = playbookSchema.parse(
  JSON.parse(
    readFileSync(
      join(import.meta.dirname, '..', '..', '..', 'resources', 'playbooks', 'bitbucket.json'),
      'utf8',
    ),
  ),
);
const recognise = (text: string) => recogniseSymptom(text, playbook.symptoms.signatures);
const bestOf = (text: string) => recognise(text).symptom.matches[0]?.example;

const CURL_WITH_NSS = `* About to connect() to bitbucket.org port 443 (#0)
*   Trying 104.192.141.1...
* Connected to bitbucket.org (104.192.141.1) port 443 (#0)
* Initializing NSS with certpath: sql:/etc/pki/nssdb
* NSS error -5961 (PR_CONNECT_RESET_ERROR)
* TCP connection reset by peer
* Closing connection 0
curl: (35) TCP connection reset by peer`;

describe('the five published examples', () => {
  test.each([
    [1, 'OpenSSL SSL_connect: SSL_ERROR_SYSCALL in connection to bitbucket.org:443'],
    [
      2,
      "git fetch returned status code 128:\nstderr: fatal: unable to access 'https://bitbucket.org/': Network file descriptor is not connected",
    ],
    [
      3,
      "git fetch returned status code 128:\nstdout:\nstderr: fatal: unable to access 'https://bitbucket.org/': TCP connection reset by peer",
    ],
    [4, CURL_WITH_NSS],
    [
      5,
      'ssh git@bitbucket.org > /dev/null\npacket_write_wait: Connection to 104.192.141.1 port 22: Broken pipe',
    ],
  ])('example %i is recognised', (example, text) => {
    expect(bestOf(text)).toBe(example);
    expect(recognise(text).symptom.matches[0]?.confidence).toBe('strong');
  });
});

describe('their present-day forms', () => {
  test.each([
    ['openssl3-unexpected-eof', 'error:0A000126:SSL routines::unexpected eof while reading, errno 0'],
    ['curl-recv-failure', 'curl: (56) Recv failure: Connection was reset'],
    ['schannel-failed', 'schannel: failed to receive handshake, SSL/TLS connection failed'],
    ['ssh-kex-reset', 'kex_exchange_identification: read: Connection reset by peer'],
    ['ssh-client-loop', 'client_loop: send disconnect: Broken pipe'],
    ['git-early-eof', 'fetch-pack: unexpected disconnect while reading sideband packet\nfatal: early EOF'],
    ['git-rpc-failed', 'error: RPC failed; curl 56 OpenSSL SSL_read: Connection reset by peer, errno 104'],
    ['git-rpc-failed', 'error: RPC failed; curl 92 HTTP/2 stream 5 was not closed cleanly: CANCEL (err 8)'],
    ['java-connection-reset', 'java.net.SocketException: Connection reset\n\tat org.eclipse.jgit.transport'],
    ['node-econnreset', 'Error: read ECONNRESET\n    at TLSWrap.onStreamRead'],
    [
      'gnutls-premature',
      'fatal: unable to access: GnuTLS recv error (-110): The TLS connection was non-properly terminated.',
    ],
  ])('%s', (id, text) => {
    expect(recognise(text).symptom.matches.map((match) => match.id)).toContain(id);
  });

  test.each([
    [
      'German',
      'Fehler: RPC fehlgeschlagen; curl 56 Recv failure: Connection reset by peer\nfatal: early EOF',
    ],
    ['French', 'erreur : échec RPC ; curl 56 Recv failure: Connexion ré-initialisée par le correspondant'],
    ['Japanese', 'fatal: unable to access: Recv failure: 接続が相手からリセットされました'],
  ])('git speaking %s is recognised by its fixed parts', (_language, text) => {
    expect(recognise(text).symptom.matches.length).toBeGreaterThan(0);
  });

  test('terminal colours and progress bars do not hide a message', () => {
    const text =
      'Receiving objects: 10%\rReceiving objects: 20%\r\u001b[31merror: RPC failed; curl 56 Recv failure: Connection reset by peer\u001b[0m';
    expect(recognise(text).symptom.matches.map(({ id }) => id)).toContain('git-rpc-failed');
  });
});

describe('what is no symptom', () => {
  test.each([
    '',
    'Everything up-to-date',
    'remote: Permission denied',
    'fatal: Authentication failed for https://bitbucket.org/',
    'ssh: Could not resolve hostname bitbucket.org',
    'I set up a reset button for the connection form',
  ])('%j is not taken for one', (text) => {
    expect(recognise(text).symptom.matches).toEqual([]);
  });
});

describe('facts and secrets', () => {
  test('addresses, hosts, ports, byte counts and times are pulled out', () => {
    const { facts } = recognise(
      `2026-11-24T09:12:44Z ssh: connect to host altssh.bitbucket.org port 443\n104.192.141.1 port 22, 1836 bytes, 2401:1d80:1010::150`,
    ).symptom;
    expect(facts).toMatchObject({
      addresses: ['104.192.141.1', '2401:1d80:1010::150'],
      hosts: ['altssh.bitbucket.org'],
      ports: [443, 22],
      byteCounts: [1836],
      times: ['2026-11-24T09:12:44Z'],
    });
  });

  test('no secret survives in what may be kept', () => {
    const secret = 'ATBBx7kQ9secret123';
    const { text, symptom } = recognise(
      `fatal: unable to access 'https://anna:${secret}@bitbucket.org/acme/shop.git/': Recv failure: Connection was reset`,
    );
    expect(text).not.toContain(secret);
    expect(text).not.toContain('anna');
    expect(symptom.masked).toBe(1);
    expect(symptom.matches.length).toBeGreaterThan(0);
  });

  test('an endless paste is answered quickly, by its end', () => {
    const line = 'x'.repeat(99);
    const paste = `${`${line}\n`.repeat(50_000)}packet_write_wait: Connection to 104.192.141.1 port 22: Broken pipe`;
    const { text, symptom } = recognise(paste);
    expect(text.length).toBeLessThanOrEqual(MAX_PASTE);
    expect(symptom.matches[0]?.example).toBe(5);
  });
});
