import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pathMtuSchema } from '../../../src/contract/path-mtu.ts';
import { pathMtuFindings, readPathMtu } from '../../../src/core/diagnosis/path-mtu-reading.ts';
import { hasTool } from '../network/requirements.ts';
import { loadScenario } from '../network/scenario.ts';
import { withLab } from '../recording/with-lab.ts';
import { makeClient } from './client-of-the-lab.ts';

const canTry = hasTool('ping') && hasTool('dropbear');

test.skipIf(!canTry)(
  'a way that swallows large packets without a word is measured to the byte, and a session on it stands still',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lab-path-mtu-'));
    const scenario = {
      ...loadScenario('path-mtu-black-hole'),
      faults: [
        ...loadScenario('path-mtu-black-hole').faults,
        { kind: 'closed-port' as const, edges: ['A', 'B', 'legacy'], port: 22 },
      ],
    };
    let output = '';
    try {
      await withLab(scenario, async (lab) => {
        const client = makeClient(lab, folder);
        try {
          const { stdout, stderr } = client.run(
            process.execPath,
            join(import.meta.dirname, 'path-mtu-here.ts'),
          );
          if (stdout === '') throw new Error(`nothing was measured: ${stderr}`);
          output = stdout;
        } finally {
          client.close();
        }
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    const found = pathMtuSchema.parse(JSON.parse(output));
    const [anycast, legacy] = found.ways;
    expect(anycast).toMatchObject({ arm: 'anycast', kind: 'silent-limit', largestBytes: 1200 });
    expect(legacy).toMatchObject({ arm: 'legacy', kind: 'whole', largestBytes: 1500 });
    expect(readPathMtu(found, 'anycast')).toMatchObject({ isStuck: true, isSeenTwice: true });
    expect(readPathMtu(found, 'legacy')).toMatchObject({ isStuck: false, carriesWhole: true });
    expect(pathMtuFindings(found).map(({ kind }) => kind)).toEqual(['path-mtu-black-hole']);
  },
);
