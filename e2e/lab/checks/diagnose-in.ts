import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Diagnosis, diagnosisSchema } from '../../../src/contract/diagnosis.ts';
import type { Scenario } from '../network/scenario.ts';
import { withLab } from '../recording/with-lab.ts';
import { makeClient } from './client-of-the-lab.ts';

const PROJECT = join(import.meta.dirname, '..', '..', '..');
/** The longest plan takes five minutes. */
const LIMIT_MS = 400_000;

/**
 * A live diagnosis by the command line as the client of a scenario; SSH is spoken by a real server.
 *
 * @param words what the command line is told beside `--json`
 */
export async function diagnoseIn(
  scenario: Scenario,
  words: readonly string[],
): Promise<{ exit: number | null; diagnosis: Diagnosis }> {
  const folder = mkdtempSync(join(tmpdir(), 'lab-diagnose-'));
  const ofThisSystem = readFileSync('/etc/hosts');
  const edges = [...scenario.edges.map(({ name }) => name), 'legacy'];
  const faults = [...scenario.faults, { kind: 'closed-port' as const, edges, port: 22 }];
  try {
    const seen = await withLab({ ...scenario, faults }, async (lab) => {
      const client = makeClient(lab, folder, LIMIT_MS);
      try {
        const cli = join(PROJECT, 'src', 'cli', 'index.ts');
        const { stdout, stderr, status } = client.run(process.execPath, cli, 'diagnose', ...words, '--json');
        if (stdout === '') throw new Error(`the command line said nothing: ${stderr}`);
        return { exit: status, diagnosis: diagnosisSchema.parse(JSON.parse(stdout)) };
      } finally {
        client.close();
      }
    });
    if (!readFileSync('/etc/hosts').equals(ofThisSystem)) throw new Error("this system's hosts file changed");
    return seen;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
