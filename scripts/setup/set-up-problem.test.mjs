import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { describeSetUpProblem, requireSpace } from './set-up-problem.mjs';

const context = { what: 'installing the dependencies', folder: '/somewhere' };

const cases = [
  [
    'disk-full',
    'npm error code ENOSPC\nnpm error nospc ENOSPC: no space left on device, write',
    'free at least 2 GB',
  ],
  ['disk-full', 'tar: libffmpeg.so: Cannot write: No space left on device', '/somewhere'],
  [
    'disk-full',
    "E: You don't have enough free space: not enough free space in /var/cache/apt/archives/",
    'free',
  ],
  [
    'no-network',
    'npm error code ENOTFOUND\nnpm error network request to https://example.test failed',
    'proxy',
  ],
  ['no-network', 'npm error code EAI_AGAIN', 'connection'],
  [
    'no-network',
    "W: Failed to fetch http://example.test  Temporary failure resolving 'example.test'",
    'connection',
  ],
  ['no-permission', 'npm error code EACCES\nnpm error syscall mkdir', 'owns /somewhere'],
  ['not-in-registry', 'npm error code E404', 'registry'],
  ['not-in-registry', 'E: Unable to locate package libgtk-3-0', 'apt sources'],
  ['damaged-download', 'npm error code EINTEGRITY', 'npm cache verify'],
  ['package-manager-busy', 'E: Could not get lock /var/lib/dpkg/lock-frontend.', 'wait'],
  ['lockfile-mismatch', 'npm error code EUSAGE', 'npm install'],
  ['unknown', 'Segmentation fault', 'lines above'],
];

describe('set-up problems', () => {
  it.each(cases)('reads %s from %j and says what to do', (kind, output, advice) => {
    const problem = describeSetUpProblem(output, context);
    expect(problem.kind).toBe(kind);
    expect(problem.message).toContain(advice);
    expect(problem.message.split('\n')).toHaveLength(1);
  });

  it('names the full disk first when follow-up errors look like something else', () => {
    const output = 'npm error code ECONNRESET\nnpm error EACCES\nnpm error ENOSPC: no space left on device';
    expect(describeSetUpProblem(output, context).kind).toBe('disk-full');
  });

  it('says that nothing came back when the limit was hit without a word', () => {
    expect(describeSetUpProblem('', { ...context, timedOut: true }).kind).toBe('timed-out');
  });
});

describe('the space on the disk', () => {
  it('is asked for before the work, in the same sentence as a disk that fills up', () => {
    expect(() => requireSpace(1500, context, () => 1499)).toThrow(
      describeSetUpProblem('ENOSPC', context).message,
    );
    expect(() => requireSpace(1500, context, () => 1500)).not.toThrow();
  });
});

describe('the first file of every npm script', () => {
  const entry = fileURLToPath(new URL('./entry.cjs', import.meta.url));

  it('tells an old Node which one to install, in one sentence', () => {
    const pretend = `Object.defineProperty(process, 'versions', { value: { node: '6.17.1' } }); require(${JSON.stringify(entry)});`;
    const run = spawnSync(process.execPath, ['-e', pretend], { encoding: 'utf8' });
    expect(run.status).toBe(1);
    expect(run.stderr.trim().split('\n')).toHaveLength(1);
    expect(run.stderr).toContain('install Node.js 20 or newer');
  });

  it('keeps to the oldest syntax, which an ancient Node can read', () => {
    const source = readFileSync(entry, 'utf8');
    expect(source).not.toMatch(/=>|\bconst\b|\blet\b|`|\bimport\b|\?\.|\?\?/);
  });
});
