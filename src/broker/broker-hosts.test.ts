import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bundleBroker } from '../../scripts/bundle-broker.ts';
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
      { bytes: async () => {}, ended: () => {}, closed: () => {} },
      folder,
    );
    if (opened.kind !== 'open') throw new Error(opened.failure.detail);
    const { link } = opened;

    const plan = planOverride(BEFORE, overrideRequestOf(order, version, SYSTEM_ENDING));
    if (plan.kind !== 'change') throw new Error(plan.kind);
    const digests = { expectedSha256: sha256Of(BEFORE), nextSha256: sha256Of(plan.bytes) };
    const wrong = { ...order, ...digests, nextSha256: 'f'.repeat(64) };
    expect(await link.request('hosts.apply', wrong)).toMatchObject({
      ok: false,
      refusal: { kind: 'failed' },
    });
    expect(readFileSync(hosts).equals(BEFORE)).toBe(true);

    // A file that is mounted cannot be replaced, so it is rewritten in place.
    expect(await link.request('hosts.apply', { ...order, ...digests })).toEqual({
      ok: true,
      output: { way: 'in-place', sha256: digests.nextSha256 },
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
});
