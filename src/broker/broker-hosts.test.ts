import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bundleBroker, bundleTimer } from '../../scripts/bundle-broker.ts';
import type { OverrideOrder } from '../contract/broker.ts';
import { planOverride } from '../core/hosts/apply-override.ts';
import { overrideRequestOf } from '../core/hosts/override-order.ts';
import { planRevert } from '../core/hosts/revert-override.ts';
import { SYSTEM_ENDING } from '../hosts-file/change-hosts.ts';
import { sha256Of } from '../hosts-file/read-hosts-file.ts';
import { openBroker } from '../main/broker-client.ts';

const BEFORE = Buffer.from('127.0.0.1 localhost\n10.1.1.1 bitbucket.org');
const OF_THIS_SYSTEM = readFileSync('/etc/hosts');
const order: OverrideOrder = {
  ...{ address: '18.205.93.1', names: ['bitbucket.org'], id: '0123abcd' },
  ...{ madeAt: 1_795_000_000, lastsSeconds: 86_400, setAsideOthers: true },
};

/** A mount namespace needs root; the file put over /etc/hosts in it is seen by nobody outside. */
const why =
  process.platform === 'linux' &&
  process.getuid?.() === 0 &&
  spawnSync('unshare', ['-m', 'true']).status === 0
    ? null
    : 'needs root and mount namespaces';

describe.skipIf(why !== null)(`the real broker and a hosts file${why ? ` (${why})` : ''}`, () => {
  let folder: string;
  let hosts: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'broker-hosts-'));
    hosts = join(folder, 'hosts');
    writeFileSync(hosts, BEFORE);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('writes what was shown into the hosts file of its own system, and takes it off byte for byte', async () => {
    const broker = join(folder, 'broker.cjs');
    await bundleBroker(broker);
    const { version } = JSON.parse(
      readFileSync(join(import.meta.dirname, '..', '..', 'package.json'), 'utf8'),
    );
    const opened = await openBroker(
      (bootstrap) =>
        new Promise((resolve) => {
          const script = 'mount --bind "$1" /etc/hosts && exec "$2" "$3" "$4"';
          const words = ['-m', 'sh', '-c', script, 'sh', hosts, process.execPath, broker, bootstrap];
          const child = spawn('unshare', words, { stdio: 'ignore' });
          child.once('exit', (code) => resolve({ kind: 'failed', detail: `ended with ${code}` }));
        }),
      { bytes: async () => {}, grown: () => {}, ended: () => {}, closed: () => {} },
      folder,
    );
    if (opened.kind !== 'open') throw new Error(opened.failure.detail);
    const { link } = opened;

    const plan = planOverride(BEFORE, overrideRequestOf(order, version, SYSTEM_ENDING));
    if (plan.kind !== 'change') throw new Error(plan.kind);
    const digests = {
      expectedSha256: sha256Of(BEFORE),
      nextSha256: sha256Of(plan.bytes),
      timedRevert: false,
    };
    const wrong = { ...order, ...digests, nextSha256: 'f'.repeat(64) };
    expect(await link.request('hosts.apply', wrong)).toMatchObject({
      ok: false,
      refusal: { kind: 'failed' },
    });
    expect(readFileSync(hosts).equals(BEFORE)).toBe(true);

    // A file that is mounted cannot be replaced, so it is rewritten in place.
    expect(await link.request('hosts.apply', { ...order, ...digests })).toEqual({
      ok: true,
      output: { way: 'in-place', sha256: digests.nextSha256, timer: null },
    });
    const applied = readFileSync(hosts);
    expect(applied.equals(plan.bytes)).toBe(true);

    const back = planRevert(applied);
    if (back.kind !== 'change') throw new Error(back.kind);
    const backDigests = { expectedSha256: sha256Of(applied), nextSha256: sha256Of(back.bytes) };
    expect(await link.request('hosts.revert', backDigests)).toMatchObject({ ok: true });
    expect(readFileSync(hosts).equals(BEFORE)).toBe(true);
    await link.close();
    expect(readFileSync('/etc/hosts').equals(OF_THIS_SYSTEM)).toBe(true);
  }, 60_000);

  it.skipIf(!existsSync('/usr/bin/systemctl'))(
    'sets the timer of the system with the block where only root can write, refuses it elsewhere, and takes it out with the block',
    async () => {
      const units = join(folder, 'units');
      const said = join(folder, 'said');
      const systemctl = join(folder, 'systemctl');
      for (const name of ['broker', 'cli', 'units']) mkdirSync(join(folder, name));
      writeFileSync(systemctl, `#!/bin/sh\necho "$@" >> ${said}\n`);
      chmodSync(systemctl, 0o755);
      writeFileSync(join(folder, 'cli', 'cli.cjs'), '');
      // The checkout may lie where others can write; the one that runs must not.
      copyFileSync(process.execPath, join(folder, 'node'));
      await bundleBroker(join(folder, 'broker', 'broker.cjs'));
      await bundleTimer(join(folder, 'broker', 'timer.cjs'));
      const madeAt = Math.floor(Date.now() / 1000);
      const fresh = { ...order, madeAt };
      for (const [place, isTrusted] of [
        [folder, false],
        ['/opt', true],
      ] as const) {
        const script = [
          'mount --bind "$1/hosts" /etc/hosts && mount --bind "$1/units" /etc/systemd/system',
          'mount --bind "$1/systemctl" /usr/bin/systemctl && mount --bind "$1" /opt',
          'exec "$2/node" "$2/broker/broker.cjs" "$3"',
        ].join(' && ');
        const opened = await openBroker(
          (bootstrap) =>
            new Promise((resolve) => {
              const words = ['-m', 'sh', '-c', script, 'sh', folder, place, bootstrap];
              const child = spawn('unshare', words, { stdio: 'ignore' });
              child.once('exit', (code) => resolve({ kind: 'failed', detail: `ended with ${code}` }));
            }),
          { bytes: async () => {}, grown: () => {}, ended: () => {}, closed: () => {} },
          folder,
        );
        if (opened.kind !== 'open') throw new Error(opened.failure.detail);
        const { link } = opened;
        const { version } = JSON.parse(
          readFileSync(join(import.meta.dirname, '..', '..', 'package.json'), 'utf8'),
        );
        const plan = planOverride(BEFORE, overrideRequestOf(fresh, version, SYSTEM_ENDING));
        if (plan.kind !== 'change') throw new Error(plan.kind);
        const digests = { expectedSha256: sha256Of(BEFORE), nextSha256: sha256Of(plan.bytes) };
        const done = await link.request('hosts.apply', { ...fresh, ...digests, timedRevert: true });
        expect(done).toMatchObject({
          ok: true,
          output: {
            timer: isTrusted
              ? { installed: true, because: null }
              : { installed: false, because: expect.stringContaining('others can exchange') },
          },
        });
        expect(readdirSync(units).sort()).toEqual(
          isTrusted ? ['bitbucket-reset-doctor-revert.service', 'bitbucket-reset-doctor-revert.timer'] : [],
        );
        if (isTrusted) {
          const service = readFileSync(join(units, 'bitbucket-reset-doctor-revert.service'), 'utf8');
          expect(service).toContain(`"/opt/cli/cli.cjs" "workaround" "revert" "--expired" "--with" "hosts"`);
          expect(readFileSync(said, 'utf8')).toContain('enable --now bitbucket-reset-doctor-revert.timer');
        }
        const back = { expectedSha256: sha256Of(plan.bytes), nextSha256: sha256Of(BEFORE) };
        expect(await link.request('hosts.revert', back)).toMatchObject({ ok: true });
        expect(readdirSync(units)).toEqual([]);
        expect(readFileSync(hosts).equals(BEFORE)).toBe(true);
        await link.close();
      }
    },
    60_000,
  );
});
