import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { idleSessionSchema } from '../../../src/contract/idle-session.ts';
import { pathMtuSchema } from '../../../src/contract/path-mtu.ts';
import { idleFindings } from '../../../src/core/diagnosis/idle-reading.ts';
import { pathMtuFindings, readPathMtu } from '../../../src/core/diagnosis/path-mtu-reading.ts';
import { hasTool } from '../network/requirements.ts';
import { loadScenario } from '../network/scenario.ts';
import { withLab } from '../recording/with-lab.ts';
import { makeClient } from './client-of-the-lab.ts';

/** What a program beside this file prints when the client of a scenario runs it. */
async function seenIn(name: string, program: string): Promise<unknown> {
  const folder = mkdtempSync(join(tmpdir(), 'lab-probe-'));
  const scenario = loadScenario(name);
  const silent = { kind: 'closed-port' as const, edges: ['A', 'B', 'legacy'], port: 22 };
  let output = '';
  try {
    await withLab({ ...scenario, faults: [...scenario.faults, silent] }, async (lab) => {
      const client = makeClient(lab, folder);
      try {
        const { stdout, stderr } = client.run(process.execPath, join(import.meta.dirname, program));
        if (stdout === '') throw new Error(`nothing was measured: ${stderr}`);
        output = stdout;
      } finally {
        client.close();
      }
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return JSON.parse(output);
}

const canTry = hasTool('ping') && hasTool('dropbear');

describe.skipIf(!canTry)('a single probe in a network built for it', () => {
  test('a way that swallows large packets without a word is measured to the byte, and a session on it stands still', async () => {
    const found = pathMtuSchema.parse(await seenIn('path-mtu-black-hole', 'path-mtu-here.ts'));
    const [anycast, legacy] = found.ways;
    expect(anycast).toMatchObject({ arm: 'anycast', kind: 'silent-limit', largestBytes: 1200 });
    expect(legacy).toMatchObject({ arm: 'legacy', kind: 'whole', largestBytes: 1500 });
    expect(readPathMtu(found, 'anycast')).toMatchObject({ isStuck: true, isSeenTwice: true });
    expect(readPathMtu(found, 'legacy')).toMatchObject({ isStuck: false, carriesWhole: true });
    expect(pathMtuFindings(found).map(({ kind }) => kind)).toEqual(['path-mtu-black-hole']);
  });

  test('a firewall that forgets after two seconds is outlived by a pause of one, and not by one of four', async () => {
    const found = idleSessionSchema.parse(await seenIn('idle-firewall', 'idle-here.ts'));
    expect(found).toMatchObject({ end: 'reset-on-next-packet', quietSeconds: 4, survivedSeconds: 1 });
    expect(idleFindings(found).map(({ kind }) => kind)).toEqual(['idle-firewall']);
  });
});
