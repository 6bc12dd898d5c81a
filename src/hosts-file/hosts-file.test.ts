import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { checkWritable } from './check-writable.ts';
import { readDatabaseFolder, systemHostsFile } from './hosts-file-path.ts';
import { readHostsFile } from './read-hosts-file.ts';
import { writeHostsFile } from './write-hosts-file.ts';

const root = mkdtempSync(join(tmpdir(), 'hosts-file-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const isRoot = process.getuid?.() === 0;
const OLD = '127.0.0.1 localhost\n';
const NEXT = Buffer.from(`${OLD}18.205.93.1 bitbucket.org\n`);

let count = 0;
function newFile(): { folder: string; path: string } {
  count += 1;
  const folder = join(root, String(count));
  mkdirSync(folder);
  const path = join(folder, 'hosts');
  writeFileSync(path, OLD);
  return { folder, path };
}
function shaOf(path: string): string {
  const read = readHostsFile(path);
  if (!read.ok) throw new Error(read.kind);
  return read.value.sha256;
}
const write = (path: string) => writeHostsFile({ path, expectedSha256: shaOf(path), next: NEXT });

describe('writing', () => {
  test('replaces the content, keeps the mode, and leaves nothing else in the folder', () => {
    const { folder, path } = newFile();
    chmodSync(path, 0o640);
    expect(write(path)).toMatchObject({ ok: true, value: { way: 'renamed' } });
    expect(readFileSync(path)).toEqual(NEXT);
    expect(statSync(path).mode & 0o7777).toBe(0o640);
    expect(readdirSync(folder)).toEqual(['hosts']);
  });

  test('does nothing when the file changed since the change was worked out', () => {
    const { path } = newFile();
    const expectedSha256 = shaOf(path);
    writeFileSync(path, 'somebody was here\n');
    expect(writeHostsFile({ path, expectedSha256, next: NEXT })).toMatchObject({
      ok: false,
      kind: 'changed-meanwhile',
    });
    expect(readFileSync(path, 'utf8')).toBe('somebody was here\n');
  });

  test('follows a link and leaves it a link', () => {
    const { folder, path } = newFile();
    const link = join(folder, 'link');
    symlinkSync(path, link);
    expect(writeHostsFile({ path: link, expectedSha256: shaOf(link), next: NEXT }).ok).toBe(true);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(path)).toEqual(NEXT);
  });

  test('a hard link elsewhere keeps the old file: the name was given a new one', () => {
    const { folder, path } = newFile();
    linkSync(path, join(folder, 'other'));
    write(path);
    expect(readFileSync(join(folder, 'other'), 'utf8')).toBe(OLD);
  });

  test.runIf(isRoot)('keeps the owner', () => {
    const { path } = newFile();
    spawnSync('chown', ['65534:65534', path]);
    write(path);
    expect(statSync(path)).toMatchObject({ uid: 65534, gid: 65534 });
  });

  test.runIf(isRoot && process.platform === 'linux')(
    'rewrites a file that is mounted in place, as in a container',
    () => {
      const { folder, path } = newFile();
      const mounted = join(folder, 'mounted');
      writeFileSync(mounted, OLD);
      const script = `mount --bind '${path}' '${mounted}' && exec '${process.execPath}' '${join(import.meta.dirname, 'write-for-a-test.ts')}' '${mounted}'`;
      const run = spawnSync('unshare', ['--mount', 'sh', '-c', script], { encoding: 'utf8' });
      expect(JSON.parse(run.stdout)).toMatchObject({ ok: true, value: { way: 'in-place' } });
      expect(readFileSync(path, 'utf8')).toContain('18.205.93.1');
    },
  );

  test.runIf(isRoot && process.platform === 'linux')('says beforehand that the disk is read-only', () => {
    const { folder, path } = newFile();
    const script = `mount --bind '${folder}' '${folder}' && mount -o remount,bind,ro '${folder}' && exec '${process.execPath}' '${join(import.meta.dirname, 'write-for-a-test.ts')}' '${path}' check`;
    const run = spawnSync('unshare', ['--mount', 'sh', '-c', script], { encoding: 'utf8' });
    expect(JSON.parse(run.stdout)).toMatchObject({ ok: false, kind: 'read-only-disk' });
    expect(checkWritable(path)).toEqual({ ok: true, value: null });
    expect(checkWritable(join(folder, 'nothing'))).toMatchObject({ ok: false, kind: 'absent' });
  });

  test.skipIf(isRoot)('without the right to write says so', () => {
    const { folder, path } = newFile();
    chmodSync(folder, 0o500);
    expect(write(path)).toMatchObject({ ok: false, kind: 'no-permission' });
    chmodSync(folder, 0o700);
  });
});

describe('reading', () => {
  test('a folder, and nothing at all, are each said', () => {
    expect(readHostsFile(root)).toMatchObject({ ok: false, kind: 'not-a-file' });
    expect(readHostsFile(join(root, 'nothing'))).toMatchObject({ ok: false, kind: 'absent' });
  });
});

describe('where the file is', () => {
  test.skipIf(process.platform === 'win32')('/etc/hosts everywhere but on Windows', () => {
    expect(systemHostsFile()).toBe('/etc/hosts');
  });

  test.each([
    [
      '    DataBasePath    REG_EXPAND_SZ    %SystemRoot%\\System32\\drivers\\etc\r\n',
      'C:\\Windows\\System32\\drivers\\etc',
    ],
    ['    DataBasePath    REG_SZ    D:\\net\\etc\\\r\n', 'D:\\net\\etc'],
    ['ERROR: The system was unable to find the specified registry key or value.\r\n', null],
    ['    DataBasePath    REG_EXPAND_SZ    \\\\server\\share\r\n', null],
    ['    DataBasePath    REG_EXPAND_SZ    %TEMP%\\etc\r\n', null],
  ])('the registry says %j', (output, folder) => {
    expect(readDatabaseFolder(output, 'C:\\Windows')).toBe(folder);
  });
});
