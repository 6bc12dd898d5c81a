import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { planSshOverride } from '../core/hosts/ssh-config-override.ts';
import { createCase } from '../core/session/case-events.ts';
import { PRODUCT_NAME } from '../core/words/product-name.ts';
import { readReport } from '../main/services/read-report.ts';
import { validDocument } from '../test-support/valid-document.ts';

const PROJECT = join(import.meta.dirname, '..', '..');
const FIXTURES = join(PROJECT, 'e2e', 'fixtures', 'captures');
const folder = mkdtempSync(join(tmpdir(), 'reset-doctor-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function cli(words: readonly string[], input: string | Buffer = ''): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [join(PROJECT, 'src', 'cli', 'index.ts'), ...words], {
    encoding: 'utf8',
    input,
    env: {
      ...{ PATH: process.env.PATH, HOME: folder, XDG_CONFIG_HOME: folder, NO_COLOR: '1' },
      // What is read once need not be read in each of a hundred runs.
      NODE_COMPILE_CACHE: join(folder, 'compiled'),
    },
  });
}

const fixture = (name: string): string => join(FIXTURES, name);
const given = (name: string, text: string | Buffer): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

describe('analyze', () => {
  test.each([
    ['alternate-split.pcap', 'anycast-shift-per-packet', 10],
    ['alternate-split.pcap.gz', 'anycast-shift-per-packet', 10],
    ['alternate-split.pcapng', 'anycast-shift-per-packet', 10],
    ['firewall-reject.pcap', 'firewall-reset', 11],
    ['late-data-after-close.pcap', 'healthy', 0],
    ['alternate-split-cut.pcap', 'anycast-shift-per-packet', 10],
  ])('%s is %s, exit %i', (name, kind, exit) => {
    const run = cli(['analyze', fixture(name), '--json']);
    expect(validDocument(run)).toMatchObject({ schema: 'analysis/1', verdict: { kind } });
    expect(run.status).toBe(exit);
  });

  test('counts agree with tshark on a recorded capture', (context) => {
    if (spawnSync('tshark', ['--version']).error) return context.skip('tshark is not installed');
    const path = fixture('random-5-percent.pcap');
    const count = (filter: string): number =>
      spawnSync('tshark', ['-r', path, '-n', '-Y', filter, '-T', 'fields', '-e', 'frame.number'], {
        encoding: 'utf8',
      })
        .stdout.split('\n')
        .filter(Boolean).length;
    const { counts, tcp } = JSON.parse(cli(['analyze', path, '--json']).stdout);
    expect(counts.tcp).toBe(count('tcp'));
    expect(tcp.resets).toBe(count('tcp.flags.reset == 1'));
    expect(tcp.resetsWithAck).toBe(count('tcp.flags.reset == 1 && tcp.flags.ack == 1'));
    return undefined;
  });

  test('a capture on standard input is read like a file', () => {
    const run = cli(['analyze', '-', '--json'], readFileSync(fixture('firewall-reject.pcap')));
    expect(validDocument(run)).toMatchObject({
      files: [{ name: 'standard input' }],
      verdict: { kind: 'firewall-reset' },
    });
  });

  test('several files are one case', () => {
    const one = validDocument(cli(['analyze', fixture('firewall-reject.pcap'), '--json']));
    const two = validDocument(
      cli(['analyze', fixture('firewall-reject.pcap'), fixture('healthy-per-flow.pcap'), '--json']),
    );
    const packets = (analysis: Record<string, unknown>) => (analysis.counts as { packets: number }).packets;
    expect((two.files as unknown[]).length).toBe(2);
    expect(packets(two)).toBeGreaterThan(packets(one));
  });

  test('--sessions chooses which are listed, and the counts stay', () => {
    const listed = (which: string) =>
      validDocument(cli(['analyze', fixture('firewall-reject.pcap'), '--sessions', which, '--json']));
    const [reset, all] = [listed('reset'), listed('all')];
    expect((reset.sessions as unknown[]).length).toBeLessThan((all.sessions as unknown[]).length);
    expect(reset.tcp).toEqual(all.tcp);
  });

  test('--target judges another service, and its absence from the file is said', () => {
    const run = cli(['analyze', fixture('firewall-reject.pcap'), '--target', '192.0.2.0/24', '--json']);
    expect(validDocument(run)).toMatchObject({ tcp: { targets: expect.arrayContaining(['192.0.2.0/24']) } });
  });

  test('without --json it is text for people, with the verdict first', () => {
    const run = cli(['analyze', fixture('alternate-split.pcap')]);
    expect(run.stdout.split('\n').slice(0, 3).join(' ')).toContain('different Bitbucket edges');
    expect(run.stdout).not.toContain('\u001b[');
  });
});

describe('what cannot be read', () => {
  test.each([
    ['an absent file', () => join(folder, 'nothing.pcap'), 'not-found'],
    ['a text', () => given('words.pcap', 'IP 10.0.0.1 > 104.192.141.1: Flags [R]\n'), 'not-a-capture'],
    ['an empty file', () => given('empty.pcap', ''), 'empty-file'],
    ['a folder', () => folder, 'not-readable'],
  ])('%s gets a problem document and exit 3', (_name, path, kind) => {
    const run = cli(['analyze', path(), '--json']);
    expect(validDocument(run)).toMatchObject({ schema: 'problem/1', kind });
    expect(run.status).toBe(3);
    expect(run.stderr.trim().split('\n').length).toBeLessThanOrEqual(2);
  });
});

describe('wrong usage', () => {
  test.each([
    [[]],
    [['no-such-command']],
    [['analyze']],
    [['analyze', '--sessions', 'some', 'x.pcap']],
    [['analyze', '--no-such-option']],
    [['analyze', '--target', 'not an address', 'x.pcap']],
    [['symptom']],
    [['symptom', 'a', 'b']],
    [['report']],
    [['report', '--out', 'x.zip']],
    [['report', '--out', 'x.zip', '--case', '../../etc']],
  ])('%j is exit 2 with a problem document', (words) => {
    const run = cli([...words, '--json']);
    expect(validDocument(run)).toMatchObject({ schema: 'problem/1', kind: 'usage' });
    expect(run.status).toBe(2);
  });
});

test('symptom recognises, masks and validates', () => {
  const text =
    'fatal: unable to access https://me:s3cretpw@bitbucket.org/a/b: Recv failure: Connection was reset';
  const run = cli(['symptom', '-', '--json'], text);
  expect(validDocument(run)).toMatchObject({ schema: 'symptom/1', masked: 1 });
  expect(run.stdout).not.toContain('s3cretpw');
  expect(run.status).toBe(0);
});

test('redact gives the masks alone', () => {
  const run = cli(['redact', '-'], 'from 192.168.1.20 to https://bitbucket.org/acme/shop.git\n');
  expect(run.stdout).toBe('from ip-1 to https://bitbucket.org/workspace-1/repository-1.git\n');
});

test('report takes packets only when asked: masked by default, whole only without masks', () => {
  const out = join(folder, 'with-packets.zip');
  const write = (...words: string[]) => cli(['report', '--practice', '--out', out, '--json', ...words]);
  const names = (run: SpawnSyncReturns<string>) =>
    (validDocument(run).files as { name: string }[]).map(({ name }) => name);
  expect(names(write('--include-captures'))).toContain('capture-masked.pcap');
  expect(names(write('--include-captures', '--no-mask'))).toContain('capture-headers.pcap');
  expect(names(write('--whole-captures', '--no-mask'))).toContain('capture-whole.pcap');
  const refused = write('--whole-captures');
  expect(refused.status).toBe(2);
  expect(String(validDocument(refused).message)).toContain('cannot be masked');
});

test('report writes one zip, and refuses a place it cannot write to', () => {
  const out = join(folder, 'practice.zip');
  const run = cli(['report', '--practice', '--out', out, '--json']);
  expect(validDocument(run)).toMatchObject({ schema: 'report-written/1', file: 'practice.zip' });
  expect(readFileSync(out).subarray(0, 2).toString()).toBe('PK');
  const refused = cli(['report', '--practice', '--out', join(folder, 'no', 'such', 'folder.zip'), '--json']);
  expect(refused.status).toBe(3);
});

test('--help works on every command, --version prints a version', () => {
  for (const name of ['analyze', 'symptom', 'report', 'redact']) {
    const run = cli([name, '--help']);
    expect(run.stdout).toContain(`Usage: ${name}`);
    expect(run.status).toBe(0);
  }
  expect(cli(['--version']).stdout.trim()).toMatch(/^\d+\.\d+\.\d+$/);
});

test('a report for which the disk is too full says so, and leaves what was there', (context) => {
  const small = join(folder, 'small');
  mkdirSync(small);
  const script = `mount -t tmpfs -o size=16k none "$0" && echo before > "$0/report.zip" && { "$@"; status=$?
    cat "$0/report.zip"; ls "$0"; exit $status; }`;
  const words = ['report', '--practice', '--out', join(small, 'report.zip'), '--json'];
  const run = spawnSync(
    'unshare',
    [
      ...['-m', 'sh', '-c', script, small, process.execPath, join(PROJECT, 'src', 'cli', 'index.ts')],
      ...words,
    ],
    { encoding: 'utf8', env: { PATH: process.env.PATH, HOME: folder, XDG_CONFIG_HOME: folder } },
  );
  if (run.error || /not permitted|denied/.test(run.stderr))
    return context.skip('needs root for a disk of its own');
  expect(run.status).toBe(3);
  const [said = '', ...left] = run.stdout.trimEnd().split('\n');
  expect(JSON.parse(said)).toMatchObject({ kind: 'disk-full' });
  expect(left, 'the old file, and no other').toEqual(['before', 'report.zip']);
  return undefined;
});

test('the report of a case tells an override that is in force, whoever made it', async () => {
  const home = join(folder, 'in-force');
  const case42 = join(home, PRODUCT_NAME, 'cases', 'OTTER-42');
  mkdirSync(case42, { recursive: true });
  writeFileSync(join(case42, 'case.json'), JSON.stringify(createCase('OTTER-42', '2026-11-24T10:00:00Z')));
  writeFileSync(
    join(home, '.gitconfig'),
    '[http "https://bitbucket.org"]\n\tcurloptResolve = bitbucket.org:443:18.205.93.1\n',
  );
  const out = join(home, 'report.zip');
  const run = spawnSync(
    process.execPath,
    [join(PROJECT, 'src', 'cli', 'index.ts'), 'report', '--case', 'OTTER-42', '--out', out, '--json'],
    { encoding: 'utf8', env: { PATH: process.env.PATH, HOME: home, XDG_CONFIG_HOME: home } },
  );
  expect(run.status, run.stderr).toBe(0);
  const read = await readReport(out);
  expect(read.ok && read.value.changes).toEqual([
    'An override was in force in git’s own configuration when this report was made, without an end that this program knows: not reverted.',
  ]);
});

describe('workaround', () => {
  const OLD = '127.0.0.1 localhost\n10.0.0.1 bitbucket.org # mine';
  const hosts = (name: string): string => given(name, OLD);
  const run = (...words: string[]) => cli(['workaround', ...words, '--json']);

  test('apply writes one block, status finds it, revert gives the file back byte for byte', () => {
    const path = hosts('hosts-1');
    const applied = run('apply', '--hosts-file', path, '--address', '18.205.93.2', '--expires', '2d');
    expect(validDocument(applied)).toMatchObject({
      action: 'apply',
      refusal: null,
      change: { written: true, competing: [{ line: 2, text: '10.0.0.1 bitbucket.org # mine' }] },
      hostsFile: { isSystem: false, block: { expired: false, edited: false } },
    });
    expect(applied.status).toBe(0);
    const lines = readFileSync(path, 'utf8').split('\n');
    expect(lines).toContain('18.205.93.2 bitbucket.org');
    expect(lines).not.toContain('10.0.0.1 bitbucket.org # mine');
    expect(validDocument(run('status', '--hosts-file', path))).toMatchObject({
      hostsFile: { block: { entries: [{ name: 'bitbucket.org' }, { name: 'ssh.bitbucket.org' }] } },
    });
    expect(validDocument(run('revert', '--hosts-file', path))).toMatchObject({ change: { written: true } });
    expect(readFileSync(path, 'utf8')).toBe(OLD);
  });

  test('--dry-run shows the same change and writes nothing', () => {
    const path = hosts('hosts-2');
    const shown = validDocument(run('apply', '--hosts-file', path, '--dry-run'));
    expect(shown).toMatchObject({ dryRun: true, change: { written: false, backup: null } });
    expect(readFileSync(path, 'utf8')).toBe(OLD);
  });

  test('a second apply is refused, a second revert finds nothing', () => {
    const path = hosts('hosts-3');
    run('apply', '--hosts-file', path);
    expect(run('apply', '--hosts-file', path).status).toBe(2);
    run('revert', '--hosts-file', path);
    expect(validDocument(run('revert', '--hosts-file', path))).toMatchObject({
      change: { written: false, diff: [] },
    });
  });

  test('a block edited by hand is only removed when that is said', () => {
    const path = hosts('hosts-4');
    run('apply', '--hosts-file', path);
    writeFileSync(path, readFileSync(path, 'utf8').replace('18.205.93.1 bitbucket', '18.205.93.0 bitbucket'));
    expect(validDocument(run('revert', '--hosts-file', path))).toMatchObject({ kind: 'usage' });
    expect(validDocument(run('revert', '--hosts-file', path, '--edited'))).toMatchObject({
      change: { written: true },
    });
    expect(readFileSync(path, 'utf8')).toBe(OLD);
  });

  test.each([
    [['apply', '--address', '104.192.141.1']],
    [['apply', '--address', '10.0.0.1']],
    [['apply', '--name', 'bank.example']],
    [['apply', '--with', 'dns']],
    [['apply', '--expired']],
    [['apply', '--past-override']],
    [['revert', '--timed-revert']],
    [['apply', '--with', 'git,ssh', '--hosts-file', 'x']],
    [['apply', '--expires', '1y']],
    [['apply', '--expires', '31d']],
    [['remove']],
    [[]],
    [['snippets', '--for', 'chef']],
  ])('%j is wrong usage', (words) => {
    expect(validDocument(run(...words))).toMatchObject({ kind: 'usage' });
  });

  test('the real files of git and ssh: found, and given back as they were', (context) => {
    if (process.platform !== 'linux' || process.getuid?.() !== 0)
      return context.skip('ssh reads the home of the account; only root can give it another one');
    const home = mkdtempSync(join(folder, 'home-'));
    const entry = `root:x:0:0:root:${home}:/bin/sh\n`;
    const passwd = given('passwd', readFileSync('/etc/passwd', 'utf8').replace(/^root:.*\n/m, entry));
    const ssh = 'Host *\n  ServerAliveInterval 30\n';
    const git = '[user]\n\tname = Anna\n';
    mkdirSync(join(home, '.ssh'), { mode: 0o700 });
    const plan = planSshOverride(Buffer.from(ssh), [{ name: 'bitbucket.org', address: '18.205.93.1' }], {
      ...{ id: '7f3a00aa', madeAt: '2026-11-24T10:00:00Z', expiresAt: '2126-11-24T10:00:00Z', version: '1' },
    });
    if (plan.kind !== 'change') throw new Error(plan.kind);
    writeFileSync(join(home, '.ssh', 'config'), plan.bytes, { mode: 0o600 });
    const section = '[http "https://bitbucket.org"]\n\tcurloptResolve = bitbucket.org:443:18.205.93.1\n';
    writeFileSync(join(home, '.gitconfig'), git + section);
    const inHome = (...words: string[]) =>
      spawnSync(
        'unshare',
        [
          ...['-m', 'sh', '-c', 'mount --bind "$0" /etc/passwd && exec "$@"', passwd, process.execPath],
          ...[join(PROJECT, 'src', 'cli', 'index.ts'), 'workaround', ...words, '--json'],
        ],
        { encoding: 'utf8', env: { PATH: process.env.PATH, HOME: home, XDG_CONFIG_HOME: home } },
      );
    expect(validDocument(inHome('status'))).toMatchObject({
      userLevel: {
        git: { overrides: [{ name: 'bitbucket.org', address: '18.205.93.1' }], made: null },
        ssh: { path: join(home, '.ssh', 'config'), effect: [{ name: 'bitbucket.org', effective: true }] },
      },
    });
    expect(validDocument(inHome('revert'))).toMatchObject({ ways: ['git', 'ssh'] });
    expect(readFileSync(join(home, '.ssh', 'config'), 'utf8')).toBe(ssh);
    expect(readFileSync(join(home, '.gitconfig'), 'utf8')).toBe(git);
    return undefined;
  });

  test('an absent file is said', () => {
    expect(validDocument(run('status', '--hosts-file', join(folder, 'no-hosts')))).toMatchObject({
      kind: 'not-found',
    });
  });
});

describe('letter', () => {
  const analysis = (): string =>
    given('letter-analysis.json', cli(['analyze', fixture('alternate-split.pcap'), '--json']).stdout);

  test('is written from an analysis and a trace, by its schema, and names what is missing apart from it', () => {
    const trace = given(
      'letter-trace.txt',
      ' 1  10.0.0.1  1 ms  1 ms  1 ms\n 2  104.192.141.1  5 ms  5 ms  5 ms\n',
    );
    const paths = given(
      'letter-paths.json',
      cli(['trace', '--parse', trace, '--flow', 'same', '--json']).stdout,
    );
    const words = ['letter', '--to', 'isp', '--analysis', analysis(), '--paths', paths];
    const run = cli([...words, '--language', 'fr', '--detail', 'circuit=FTTH-4711', '--json']);
    expect(run.status).toBe(0);
    const letter = validDocument(run);
    expect(letter).toMatchObject({ schema: 'letter/1', to: 'isp', language: 'fr' });
    expect(letter.text).toContain('FTTH-4711');
    const plain = cli(words);
    expect(plain.stdout).toMatch(/^Packets of one TCP session reach several sites of bitbucket\.org/);
    expect(plain.stdout).not.toContain('10.0.0.1');
    expect(plain.stderr).toContain('circuit: ');
  });

  test.each([
    ['nobody to write to', ['letter']],
    ['an unknown reader', ['letter', '--to', 'boss']],
    ['an unknown language', ['letter', '--to', 'isp', '--language', 'tlh']],
    ['an unknown detail', ['letter', '--to', 'isp', '--detail', 'shoe-size=43']],
    ['a case and an analysis', ['letter', '--to', 'isp', '--case', 'OTTER-42', '--analysis', 'x.json']],
  ])('refuses %s in a sentence', (_, words) => {
    const run = cli([...words, '--json']);
    expect(run.status).toBe(2);
    expect(validDocument(run)).toMatchObject({ schema: 'problem/1', kind: 'usage' });
  });

  test.each([
    ['is not there', 'absent.json', null],
    ['is no JSON', 'broken.json', '{"schema":"analysis/1"'],
    ['is another document', 'other.json', '{"schema":"symptom/1"}'],
  ])('says when the evidence %s', (_, name, text) => {
    const path = text === null ? join(folder, name) : given(name, text);
    const run = cli(['letter', '--to', 'isp', '--analysis', path, '--json']);
    expect(run.status).toBe(3);
    expect(validDocument(run).schema).toBe('problem/1');
  });
});
