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

/** Real traces over IPv6 in one laboratory, one for each list of words, as the command line of the client shows them. */
async function traced(
  hash: SixHash | null,
  runs: readonly (readonly string[])[],
): Promise<readonly { readonly exit: number | null; readonly paths: Paths }[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lab-six-'));
  try {
    return await withLab(loadScenario('healthy-per-flow'), async (lab) => {
      addIpv6(lab, hash);
      const client = makeClient(lab, folder);
      try {
        return runs.map((more) => {
          const words = ['trace', ANYCAST_SIX, '--json', ...more];
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
    const [whole, quick] = await traced(null, [
      ['--protocol', 'tcp'],
      ['--protocol', 'udp', '--quick'],
    ]);
    for (const one of [whole, quick]) {
      expect(one?.exit).toBe(10);
      expect(one?.paths.target.address).toBe(ANYCAST_SIX);
      expect(one?.paths.classification).toMatchObject({ kind: 'per-packet', splitAt: 3 });
      expect(one?.paths.traces.every(({ reached }) => reached)).toBe(true);
    }
    expect(whole?.paths.classification.confidence, 'the same flow twice').toBe('strong');
  });

  test.each<[SixHash, string]>([
    ['ports', 'by addresses and ports'],
    ['flow-label', 'by the flow label, too'],
  ])('do not accuse a network that spreads by session (%s: %s)', async (hash) => {
    for (const { exit, paths } of await traced(hash, [
      ['--protocol', 'tcp', '--quick'],
      ['--protocol', 'udp', '--quick'],
    ])) {
      expect(paths.classification.because.join(' ')).not.toContain('in turn');
      expect(['per-flow', 'single-path']).toContain(paths.classification.kind);
      expect(exit).toBe(0);
    }
  });
});
