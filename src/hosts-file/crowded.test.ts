import { type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readHostsStatus } from '../core/hosts/hosts-status.ts';
import { readHostsFile } from './read-hosts-file.ts';
import { writeHostsFile } from './write-hosts-file.ts';

const root = mkdtempSync(join(tmpdir(), 'crowded-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const canMount = process.platform === 'linux' && process.getuid?.() === 0;

const PROGRAM = join(import.meta.dirname, 'change-for-a-test.ts');
const OLD = '127.0.0.1 localhost\n10.2.2.2 printer\n';
const NAMES = ['bitbucket.org', 'ssh.bitbucket.org'];
const LOCK = '.hosts-lock-bitbucket-reset-doctor';

let count = 0;
function newHosts(content = OLD): { folder: string; path: string } {
  count += 1;
  const folder = join(root, String(count));
  mkdirSync(folder);
  const path = join(folder, 'hosts');
  writeFileSync(path, content);
  return { folder, path };
}

function read(path: string) {
  const content = readHostsFile(path);
  if (!content.ok) throw new Error(content.kind);
  return content.value;
}
const changed = (path: string, more: string) => {
  const { bytes, sha256 } = read(path);
  return { path, expectedSha256: sha256, next: Buffer.concat([bytes, Buffer.from(more)]) };
};

/** Runs lines of the shell in a mount namespace of their own. */
const inOwnMounts = (script: string): SpawnSyncReturns<string> =>
  spawnSync('unshare', ['--mount', 'sh', '-ec', script], { encoding: 'utf8' });
const change = (path: string, action = 'apply'): string =>
  `'${process.execPath}' '${PROGRAM}' '${path}' ${action}`;

describe('sixteen at once', () => {
  test('one of them makes the override, the others say that the file changed, and there is one block', {
    timeout: 60_000,
  }, async () => {
    const { folder, path } = newHosts();
    const writers = await Promise.all(
      Array.from({ length: 16 }, (_, index) => ready(path, (0xa0_00_00_00 + index).toString(16))),
    );
    const outcomes = await Promise.all(writers.map((go) => go()));
    expect(outcomes.filter((said) => said.includes('"output"'))).toHaveLength(1);
    // On a busy machine one may give up waiting for its turn.
    expect(outcomes.filter((said) => /"(changed-meanwhile|in-use)"/.test(said))).toHaveLength(15);
    const { bytes } = read(path);
    const { block, damaged } = readHostsStatus(bytes, NAMES);
    expect(damaged).toBe(false);
    expect(block).toMatchObject({
      edited: false,
      entries: NAMES.map((name) => ({ address: '18.205.93.1', name })),
    });
    expect(bytes.toString().startsWith(OLD)).toBe(true);
    expect(readdirSync(folder)).toEqual(['hosts']);
  });
});

/** A process that has worked its change out and writes it when it is told to. */
function ready(path: string, id: string): Promise<() => Promise<string>> {
  const child = spawn(process.execPath, [PROGRAM, path, 'apply', id, 'wait'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let said = '';
  const ended = new Promise<string>((resolve) => child.once('close', () => resolve(said)));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.stdout.on('data', (part: Buffer) => {
      said += part.toString();
      if (said.startsWith('ready'))
        resolve(() => {
          child.stdin.write('\n');
          return ended;
        });
    });
  });
}

describe('an editor at the same time', () => {
  test('saved between the plan and the write: nothing is written', () => {
    const { folder, path } = newHosts();
    const planned = changed(path, '18.205.93.1 bitbucket.org\n');
    appendFileSync(path, '10.9.9.9 new-machine\n');
    expect(writeHostsFile(planned)).toMatchObject({ ok: false, kind: 'changed-meanwhile' });
    expect(readFileSync(path, 'utf8')).toBe(`${OLD}10.9.9.9 new-machine\n`);
    expect(readdirSync(folder)).toEqual(['hosts']);
  });

  test.runIf(canMount && existsSync('/usr/bin/strace'))(
    'saved after the file was looked at, while the new one is being made: nothing is written either',
    () => {
      const { folder, path } = newHosts();
      const fifo = join(folder, 'go');
      // Held back for half a second before the twin is written; the editor saves in that time.
      const traced = spawnSync(
        'sh',
        [
          '-ec',
          `mkfifo '${fifo}'
          (read line < '${fifo}'; echo '10.9.9.9 new-machine' >> '${path}') &
          strace -qq -e trace=pwrite64 -e inject=pwrite64:delay_enter=500000:when=1 -o '${fifo}.log' ${change(path)} &
          while ! ls -A '${folder}' | grep -q '^.hosts-[0-9a-f]'; do sleep 0.01; done
          echo > '${fifo}'
          wait`,
        ],
        { encoding: 'utf8' },
      );
      expect(traced.stdout).toContain('changed-meanwhile');
      expect(readFileSync(path, 'utf8')).toBe(`${OLD}10.9.9.9 new-machine\n`);
      expect(readdirSync(folder).filter((name) => name.startsWith('.hosts'))).toEqual([]);
    },
  );
});

describe('what others left', () => {
  test('a lock whose owner is gone, and the half-made file beside it, do not stand in the way', () => {
    const { folder, path } = newHosts();
    const { pid } = spawnSync('true');
    writeFileSync(join(folder, LOCK), String(pid));
    writeFileSync(join(folder, '.hosts-0123456789abcdef'), 'half a fi');
    expect(writeHostsFile(changed(path, '# more\n'))).toMatchObject({ ok: true });
    expect(readdirSync(folder)).toEqual(['hosts']);
  });

  test('the lock of a living one is waited for, and in the end respected', { timeout: 15_000 }, () => {
    const { folder, path } = newHosts();
    writeFileSync(join(folder, LOCK), String(process.pid));
    expect(writeHostsFile(changed(path, '# more\n'))).toMatchObject({ ok: false, kind: 'in-use' });
    expect(readFileSync(path, 'utf8')).toBe(OLD);
    const longAgo = new Date(Date.now() - 120_000);
    utimesSync(join(folder, LOCK), longAgo, longAgo);
    expect(writeHostsFile(changed(path, '# more\n'))).toMatchObject({ ok: true });
  });
});

describe.runIf(canMount)('a disk that does not take it', () => {
  const small = join(root, 'small');
  mkdirSync(small);
  // Ends close to the end of a page, so that not even one more line finds room there.
  const large = `${OLD}${'# a line of an ad blocker\n'.repeat(8000)}`;
  const content = large.padEnd(Math.ceil(large.length / 4096) * 4096 - 3, '#');

  test.each([
    ['replaced: there is room for it, and not for it twice', `${small}/hosts`, ''],
    [
      'rewritten in place: there is no room for one more line',
      'MOUNTED',
      'dd if=/dev/zero of=ballast bs=4096 || true',
    ],
  ])(
    'full, where the file is %s: said as that, the old file is whole, and nothing is left',
    (_, where, fill) => {
      const { path } = newHosts(content);
      const { folder: roomy, path: mounted } = newHosts();
      const place = where === 'MOUNTED' ? mounted : where;
      const { stdout, stderr } = inOwnMounts(
        `mount -t tmpfs -o size=256k none '${small}'; cd '${small}'; cp '${path}' hosts
       mount --bind hosts '${mounted}'
       ${fill}
       ${change(place)}
       sha256sum < hosts | cut -c1-64; ls -A . '${roomy}'`,
      );
      const [said = '', digest, ...names] = stdout.trim().split('\n');
      expect(said, stderr).toContain('"disk-full"');
      expect(digest).toBe(read(path).sha256);
      expect(names.filter((name) => name.startsWith('.hosts'))).toEqual([]);
    },
  );

  test('read-only: said as that', () => {
    const { folder, path } = newHosts();
    const { stdout, stderr } = inOwnMounts(
      `mount --bind '${folder}' '${folder}' && mount -o remount,bind,ro '${folder}'
       ${change(path)}`,
    );
    expect(stdout, stderr).toContain('"read-only-disk"');
    expect(readFileSync(path, 'utf8')).toBe(OLD);
  });

  test('read-only but for the hosts file, as in a container whose disk is read-only: rewritten, and given back', () => {
    const { folder, path } = newHosts();
    const { path: real } = newHosts();
    const { stdout, stderr } = inOwnMounts(
      `mount --bind '${folder}' '${folder}' && mount --bind '${real}' '${path}'
       mount -o remount,bind,ro '${folder}'
       ${change(path)}
       grep -c bitbucket '${path}'
       ${change(path, 'revert')}`,
    );
    const [applied, lines, reverted] = stdout.trim().split('\n');
    expect(applied, stderr).toContain('"in-place"');
    expect(lines).toBe('4');
    expect(reverted).toContain('"in-place"');
    expect(readFileSync(real, 'utf8')).toBe(OLD);
  });

  test('a file with the immutable flag: said as that', ({ skip }) => {
    const { path } = newHosts();
    skip(spawnSync('chattr', ['+i', path]).status !== 0, 'this disk has no such flag');
    try {
      const { stdout } = spawnSync('sh', ['-c', change(path)], { encoding: 'utf8' });
      expect(stdout).toContain('"immutable"');
    } finally {
      spawnSync('chattr', ['-i', path]);
    }
  });
});
