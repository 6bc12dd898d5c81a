import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bundleBroker } from '../../../scripts/bundle-broker.ts';
import type { OverrideOrder } from '../../../src/contract/broker.ts';
import { planOverride } from '../../../src/core/hosts/apply-override.ts';
import { overrideRequestOf } from '../../../src/core/hosts/override-order.ts';
import { planRevert } from '../../../src/core/hosts/revert-override.ts';
import { SYSTEM_ENDING } from '../../../src/hosts-file/change-hosts.ts';
import { sha256Of } from '../../../src/hosts-file/read-hosts-file.ts';
import { openBroker } from '../../../src/main/broker-client.ts';
import { hasTool } from '../network/requirements.ts';
import { loadScenario } from '../network/scenario.ts';
import { withLab } from '../recording/with-lab.ts';
import { type LabClient, makeClient } from './client-of-the-lab.ts';

const OF_THIS_SYSTEM = readFileSync('/etc/hosts');
/** The split sends every other packet of a session to another edge; SSH is spoken by a real server. */
const scenario = {
  ...loadScenario('alternate-split'),
  faults: [{ kind: 'closed-port' as const, edges: ['A', 'B', 'legacy'], port: 22 }],
};
const TRIES = 2;

const worked = ({ gitWorks }: LabClient): number[] =>
  (['https', 'ssh'] as const).map(
    (way) => Array.from({ length: TRIES }, () => gitWorks(way)).filter(Boolean).length,
  );

async function inTheLab(work: (client: LabClient, folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'lab-workaround-'));
  try {
    await withLab(scenario, async (lab) => {
      const client = makeClient(lab, folder);
      try {
        await work(client, folder);
      } finally {
        client.close();
      }
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  expect(readFileSync('/etc/hosts').equals(OF_THIS_SYSTEM)).toBe(true);
}

const why = hasTool('dropbear') ? null : 'needs the Debian package dropbear-bin';

describe.skipIf(why !== null)(`git around a split${why ? ` (${why})` : ''}`, () => {
  test('git is broken over HTTPS and SSH, works with the override of the command line, and is broken again', () =>
    inTheLab(async (client) => {
      const before = readFileSync(client.hostsFile);
      expect(worked(client), 'before').toEqual([0, 0]);

      const applied = client.workaround('apply', '--expires', '1h');
      expect(applied).toMatchObject({
        exit: 0,
        document: {
          refusal: null,
          change: { written: true },
          addresses: [{ usable: true, ssh: { proved: 3 } }, { usable: true }, { usable: true }],
          effect: [{ name: 'bitbucket.org', effective: true }, { effective: true }],
        },
      });
      expect(worked(client), 'with the override').toEqual([TRIES, TRIES]);

      expect(client.workaround('test', '--past-override'), 'DNS still says anycast').toMatchObject({
        exit: 11,
        document: {
          pastOverride: {
            verdict: 'still-broken',
            anycast: { addresses: ['104.192.141.1'], attempts: 10, proved: 0 },
            legacy: { attempts: 10, proved: 10 },
          },
        },
      });

      expect(client.workaround('revert')).toMatchObject({ exit: 0, document: { change: { written: true } } });
      expect(readFileSync(client.hostsFile).equals(before)).toBe(true);
      expect(worked(client), 'afterwards').toEqual([0, 0]);
    }));

  test('git’s and ssh’s own overrides do the same for each alone, and nobody is asked for rights', () =>
    inTheLab(async (client) => {
      const applied = client.workaround('apply', '--with', 'git,ssh', '--expires', '1h');
      expect(applied).toMatchObject({
        exit: 0,
        document: {
          userChanges: [
            { way: 'git', effective: true },
            { way: 'ssh', effective: true },
          ],
        },
      });
      expect(worked(client), 'both').toEqual([TRIES, TRIES]);
      expect(client.workaround('revert', '--with', 'ssh')).toMatchObject({ exit: 0 });
      expect(worked(client), 'git’s alone').toEqual([TRIES, 0]);
      expect(client.workaround('revert')).toMatchObject({ exit: 0 });
      expect(worked(client), 'afterwards').toEqual([0, 0]);
    }));

  test('the broker makes the override in the same place, and git works for as long as it is there', () =>
    inTheLab(async (client, folder) => {
      const before = readFileSync(client.hostsFile);
      const broker = join(folder, 'broker.cjs');
      await bundleBroker(broker);
      const { version } = JSON.parse(
        readFileSync(join(import.meta.dirname, '..', '..', '..', 'package.json'), 'utf8'),
      ) as { version: string };
      const opened = await openBroker(
        (bootstrap) =>
          new Promise((resolve) => {
            const [program, ...words] = client.launch([process.execPath, broker, bootstrap]);
            const child = spawn(program, words, { stdio: 'ignore' });
            child.once('exit', (code) => resolve({ kind: 'failed', detail: `ended with ${code}` }));
          }),
        { bytes: async () => {}, grown: () => {}, ended: () => {}, closed: () => {} },
        folder,
      );
      if (opened.kind !== 'open') throw new Error(opened.failure.detail);
      const { link } = opened;
      const order: OverrideOrder = {
        ...{ address: '18.205.93.2', names: ['bitbucket.org', 'ssh.bitbucket.org'], id: '0123abcd' },
        ...{ madeAt: Math.floor(Date.now() / 1000), lastsSeconds: 86_400, setAsideOthers: true },
      };
      const plan = planOverride(before, overrideRequestOf(order, version, SYSTEM_ENDING));
      if (plan.kind !== 'change') throw new Error(plan.kind);
      const digests = {
        expectedSha256: sha256Of(before),
        nextSha256: sha256Of(plan.bytes),
        timedRevert: false,
      };
      expect(await link.request('hosts.apply', { ...order, ...digests })).toMatchObject({ ok: true });
      expect(worked(client), 'with the override').toEqual([TRIES, TRIES]);

      const back = planRevert(plan.bytes);
      if (back.kind !== 'change') throw new Error(back.kind);
      const backDigests = { expectedSha256: digests.nextSha256, nextSha256: sha256Of(back.bytes) };
      expect(await link.request('hosts.revert', backDigests)).toMatchObject({ ok: true });
      expect(readFileSync(client.hostsFile).equals(before)).toBe(true);
      expect(worked(client), 'afterwards').toEqual([0, 0]);
      await link.close();
    }));
});
