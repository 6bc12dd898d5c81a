import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { runTool } from '../network/run-tool.ts';
import { scenarioNames } from '../network/scenario.ts';
import { recordScenario } from './record-scenario.ts';

const PROJECT = join(import.meta.dirname, '..', '..', '..');
export const FIXTURE_FOLDER = join(PROJECT, 'e2e', 'fixtures', 'captures');
const PRACTICE_FOLDER = join(PROJECT, 'resources', 'practice');
/** The scenario that is shipped as practice case, and from which the other file formats are made. */
const PRACTICE_SCENARIO = 'alternate-split';

/** The same packets in the other forms a user may bring: one interface, pcapng, gzip, broken off in a record. */
function writeVariants(name: string, capture: string, cableCapture: string): void {
  const to = (ending: string): string => join(FIXTURE_FOLDER, `${name}${ending}`);
  copyFileSync(cableCapture, to('-ethernet.pcap'));
  writeFileSync(to('.pcap.gz'), gzipSync(readFileSync(capture), { level: 9 }));
  runTool('editcap', ['-F', 'pcapng', capture, to('.pcapng')]);
  const whole = readFileSync(capture);
  writeFileSync(to('-cut.pcap'), whole.subarray(0, Math.floor(whole.length * 0.7)));
}

/** Records scenarios anew into the repository. @returns one line a scenario for people */
export async function recordFixtures(names: readonly string[], say: (line: string) => void): Promise<void> {
  for (const name of names.length > 0 ? names : scenarioNames()) {
    const workFolder = mkdtempSync(join(tmpdir(), 'reset-lab-'));
    try {
      const { truth, capture, cableCapture } = await recordScenario(name, workFolder);
      mkdirSync(FIXTURE_FOLDER, { recursive: true });
      for (const file of [`${name}.pcap`, `${name}.truth.json`])
        copyFileSync(join(workFolder, file), join(FIXTURE_FOLDER, file));
      if (name === PRACTICE_SCENARIO) {
        writeVariants(name, capture, cableCapture);
        mkdirSync(PRACTICE_FOLDER, { recursive: true });
        copyFileSync(capture, join(PRACTICE_FOLDER, 'practice.pcap'));
      }
      const { connections, flowsReset, resetsSentBy } = truth.totals;
      say(
        `${name}: ${connections.anycast} + ${connections.legacy} connections, reset ${flowsReset.anycast} + ${flowsReset.legacy}, by ${JSON.stringify(resetsSentBy)}`,
      );
    } finally {
      rmSync(workFolder, { recursive: true, force: true });
    }
  }
}
