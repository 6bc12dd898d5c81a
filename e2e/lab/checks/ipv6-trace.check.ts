import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Paths, pathsSchema } from '../../../src/contract/paths.ts';
import { ANYCAST_SIX, addIpv6, type SixHash } from '../network/ipv6-overlay.ts';
import { hasTool } from '../network/requirements.ts';
import { loadScenario } from '../network/scenario.ts';
import { withLab } from '../recording/with-lab.ts';
import { makeClient } from './client-of-the-lab.ts';

const why = hasTool('traceroute') ? null : 'needs the Debian package traceroute';
const CLI = join(import.meta.dirname, '..', '..', '..', 'src', 'cli', 'index.ts');

/** Real traces over IPv6 in one laboratory, by each protocol, as the command line of the client shows them. */
async function traced(
  hash: SixHash | null,
  protocols: readonly ('tcp' | 'udp')[],
): Promise<readonly { readonly exit: number | null; readonly paths: Paths }[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lab-six-'));
  try {
    return await withLab(loadScenario('healthy-per-flow'), async (lab) => {
      addIpv6(lab, hash);
      const client = makeClient(lab, folder);
      try {
        return protocols.map((protocol) => {
          const words = ['trace', ANYCAST_SIX, '--protocol', protocol, '--json'];
          const { stdout, stderr, status } = client.run(process.execPath, CLI, ...words);
          if (stdout === '') throw new Error(`the command line said nothing: ${stderr}`);
          return { exit: status, paths: pathsSchema.parse(JSON.parse(stdout)) };
        });
      } finally {
        client.close();
      }
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe.skipIf(why !== null)(`traces over IPv6${why ? ` (${why})` : ''}`, () => {
  test('find the hop at which packets of one flow part, over TCP and over UDP', async () => {
    for (const { exit, paths } of await traced(null, ['tcp', 'udp'])) {
      expect(exit).toBe(10);
      expect(paths.target.address).toBe(ANYCAST_SIX);
      expect(paths.classification).toMatchObject({ kind: 'per-packet', confidence: 'strong', splitAt: 3 });
      expect(paths.traces.every(({ reached }) => reached)).toBe(true);
    }
  });

  test.each<[SixHash, string]>([
    ['ports', 'by addresses and ports'],
    ['flow-label', 'by the flow label, too'],
  ])('do not accuse a network that spreads by session (%s: %s)', async (hash) => {
    for (const { exit, paths } of await traced(hash, ['tcp', 'udp'])) {
      expect(paths.classification.because.join(' ')).not.toContain('in turn');
      expect(['per-flow', 'single-path']).toContain(paths.classification.kind);
      expect(exit).toBe(0);
    }
  });
});
