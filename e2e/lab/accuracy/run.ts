/**
 * How right the verdicts are over many networks: scenarios with drawn parameters, each built, run and taken down, and the
 * product's verdict held against what was put in. Root on Linux. It can be ended and goes on where it was.
 *
 * usage: npm run accuracy [-- live] [--repetitions 3] [--minutes 60] [--scenarios a,b] [--mode quick|standard|thorough] [--share 0.02]
 */
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { diagnoseIn } from '../checks/diagnose-in.ts';
import { requireLab } from '../network/requirements.ts';
import { loadScenario, type Scenario, scenarioNames } from '../network/scenario.ts';
import { playScenario } from '../recording/record-scenario.ts';
import { drawScenario } from './draw-scenario.ts';
import { isFalseAlarm, type Run, summariseRuns } from './summarise-runs.ts';

const PROJECT = join(import.meta.dirname, '..', '..', '..');
const RESULTS = join(PROJECT, 'accuracy');
/** Not the seeds of the recordings and of the checks. */
const FIRST_SEED = 1000;

type Said = Pick<Run, 'said' | 'confidence' | 'parted' | 'measuredSeconds'>;

async function readCapture(scenario: Scenario): Promise<Said> {
  const folder = mkdtempSync(join(tmpdir(), 'lab-accuracy-'));
  try {
    const { truth, capture } = await playScenario(scenario, folder);
    const words = [join(PROJECT, 'src', 'cli', 'index.ts'), 'analyze', capture, '--json'];
    const { stdout } = spawnSync(process.execPath, words, { encoding: 'utf8', maxBuffer: 1 << 28 });
    const { verdict } = JSON.parse(stdout) as { verdict: { kind: string; confidence: string } };
    const { kind: said, confidence } = verdict;
    return { said, confidence, parted: truth.totals.flowsAtSeveralEdges, measuredSeconds: null };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function diagnoseLive(scenario: Scenario, mode: string): Promise<Said> {
  const { diagnosis } = await diagnoseIn(scenario, mode === 'standard' ? [] : [`--${mode}`]);
  const { kind: said, confidence } = diagnosis.verdict;
  const measuredSeconds = (Date.parse(diagnosis.endedAt) - Date.parse(diagnosis.startedAt)) / 1000;
  return { said, confidence, parted: null, measuredSeconds };
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    repetitions: { type: 'string', default: '3' },
    minutes: { type: 'string', default: '60' },
    scenarios: { type: 'string' },
    mode: { type: 'string', default: 'standard' },
    share: { type: 'string' },
  },
});
requireLab();
const kind = positionals[0] === 'live' ? 'live' : 'capture';
const names = values.scenarios?.split(',') ?? scenarioNames();
const ofShare = values.share === undefined ? '' : `-share-${values.share}`;
const file = join(RESULTS, `${kind === 'live' ? `live-${values.mode}` : 'capture'}${ofShare}.jsonl`);
mkdirSync(RESULTS, { recursive: true });
const runs: Run[] = existsSync(file)
  ? readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Run)
  : [];
const isDone = (name: string, repetition: number): boolean =>
  runs.some((run) => run.scenario === name && run.repetition === repetition);
const end = performance.now() + Number(values.minutes) * 60_000;
for (let repetition = 1; repetition <= Number(values.repetitions); repetition += 1)
  for (const name of names) {
    if (isDone(name, repetition) || performance.now() > end) continue;
    const scenario = drawScenario(
      loadScenario(name),
      FIRST_SEED * repetition + names.indexOf(name),
      values.share === undefined ? null : Number(values.share),
    );
    const startedAt = performance.now();
    const said = kind === 'live' ? await diagnoseLive(scenario, values.mode) : await readCapture(scenario);
    const share = scenario.split.kind === 'random' ? scenario.split.share : null;
    const seconds = (performance.now() - startedAt) / 1000;
    const run: Run = {
      kind,
      scenario: name,
      repetition,
      share,
      expected: scenario.expected.verdict,
      ...said,
      seconds,
    };
    runs.push(run);
    appendFileSync(file, `${JSON.stringify(run)}\n`);
    console.log(
      `${name} ${repetition}${share === null ? '' : ` (${share})`}: ${run.said}, ${run.confidence}`,
    );
  }
console.log(`\n${summariseRuns(runs)}`);
process.exitCode = runs.some(isFalseAlarm) ? 1 : 0;
