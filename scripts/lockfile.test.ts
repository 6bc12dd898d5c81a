import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { completed, type LockPackages, missingFrom, platformOf } from './lockfile.ts';

const shortened: LockPackages = {
  '': { version: '1.0.0' },
  'node_modules/tool': {
    version: '2.0.0',
    dev: true,
    optionalDependencies: {
      '@tool/cli-linux-x64': '2.0.0',
      '@tool/cli-win32-x64': '2.0.0',
      '@tool/cli-linux-arm64-musl': '2.0.0',
    },
  },
  'node_modules/tool/node_modules/@tool/cli-linux-x64': { version: '2.0.0' },
};

describe('the lockfile', () => {
  const lockfile = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'));

  it('has a package for every system the tools support', () => {
    expect(missingFrom(lockfile.packages)).toEqual([]);
  });

  it('names no registry', () => {
    const resolved = Object.values(lockfile.packages as Record<string, object>).filter(
      (entry) => 'resolved' in entry,
    );
    expect(resolved).toEqual([]);
  });

  it('belongs to package.json', () => {
    const { dependencies, devDependencies } = JSON.parse(
      readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
    );
    expect(lockfile.packages['']).toMatchObject({ dependencies, devDependencies });
  });
});

describe('putting platform packages back', () => {
  it('finds what is missing and not what lies nested', () => {
    expect(missingFrom(shortened).map(({ name }) => name)).toEqual([
      '@tool/cli-win32-x64',
      '@tool/cli-linux-arm64-musl',
    ]);
  });

  it('pins version, system, processor and C library', () => {
    const packages = completed(shortened);
    expect(packages['node_modules/@tool/cli-win32-x64']).toEqual({
      version: '2.0.0',
      os: ['win32'],
      cpu: ['x64'],
      dev: true,
      optional: true,
    });
    expect(packages['node_modules/@tool/cli-linux-arm64-musl']).toMatchObject({
      os: ['linux'],
      cpu: ['arm64'],
      libc: ['musl'],
    });
    expect(missingFrom(packages)).toEqual([]);
  });

  it('reads the platform from a name, or says that there is none', () => {
    expect(platformOf('@oxc-parser/binding-linux-riscv64-gnu')).toEqual({
      os: ['linux'],
      cpu: ['riscv64'],
      libc: ['glibc'],
    });
    expect(platformOf('@oxc-parser/binding-android-arm-eabi')).toEqual({ os: ['android'], cpu: ['arm'] });
    expect(platformOf('left-pad')).toBeUndefined();
  });
});
