import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadScenario, type Scenario, type ScenarioChoice } from '../network/scenario.ts';
import { computeTruth } from '../truth/compute-truth.ts';
import { type Truth, writeTruth } from '../truth/truth-document.ts';
import { recordLive } from './record-live.ts';
import { withLab } from './with-lab.ts';

export interface RecordedScenario {
  readonly truth: Truth;
  /** The client's capture with the article's command (`-i any`), and the same packets on its cable alone. */
  readonly capture: string;
  readonly cableCapture: string;
}

/**
 * Plays a scenario and leaves in `folder` what the client captured (`NAME.pcap`, `NAME.cable.pcap`) and what really
 * happened (`NAME.truth.json`), taken from captures at the edges and routers.
 */
export const recordScenario = (
  name: string,
  folder: string,
  choice: ScenarioChoice = {},
): Promise<RecordedScenario> => playScenario(loadScenario(name, choice), folder);

/** The same with a scenario that is not one of the files. */
export async function playScenario(scenario: Scenario, folder: string): Promise<RecordedScenario> {
  const { name } = scenario;
  const workFolder = mkdtempSync(join(tmpdir(), 'reset-lab-'));
  try {
    const recording = await withLab(scenario, (lab) => recordLive(lab, workFolder));
    const truth = computeTruth(scenario, recording, [`${name}.pcap`]);
    mkdirSync(folder, { recursive: true });
    const fileOf = (kind: string): string =>
      recording.points.find((point) => point.kind === kind)?.file ?? '';
    const capture = join(folder, `${name}.pcap`);
    const cableCapture = join(folder, `${name}.cable.pcap`);
    copyFileSync(fileOf('client'), capture);
    copyFileSync(fileOf('client-cable'), cableCapture);
    writeFileSync(join(folder, `${name}.truth.json`), writeTruth(truth));
    return { truth, capture, cableCapture };
  } finally {
    rmSync(workFolder, { recursive: true, force: true });
  }
}
