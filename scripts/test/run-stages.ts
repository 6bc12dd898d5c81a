import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInherited } from '../run-inherited.ts';
import { projectFolder } from '../setup/project-paths.mjs';
import { type Counts, judge, type Outcome, type Stage, sumUp } from './stage.ts';

const STAGE_LIMIT_MS = 8 * 60_000;

const readCounts = (stage: Stage, file: string): Counts | undefined => {
  if (stage.counts === undefined) return undefined;
  try {
    return stage.counts.read(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return { passed: 0, failed: 0 };
  }
};

const runStage = async (stage: Stage, folder: string): Promise<Outcome> => {
  console.log(`\n== ${stage.name}`);
  const startedAt = Date.now();
  const file = join(folder, `${stage.name.replaceAll(' ', '-')}.json`);
  const env = { ...process.env, ...(stage.counts && { [stage.counts.variable]: file }) };
  const code = await runInherited(process.execPath, stage.args, {
    cwd: projectFolder,
    env,
    timeout: stage.limitMs ?? STAGE_LIMIT_MS,
  });
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  return { name: stage.name, seconds, ...judge(code, readCounts(stage, file)) };
};

/** Runs every stage, also after one failed, and ends with the one line that sums them up. @returns the exit code */
export const runStages = async (stages: readonly Stage[]): Promise<number> => {
  const folder = mkdtempSync(join(tmpdir(), 'reset-doctor-test-'));
  const outcomes: Outcome[] = [];
  for (const stage of stages) outcomes.push(await runStage(stage, folder));
  rmSync(folder, { recursive: true, force: true });
  console.log('');
  for (const { name, seconds, passed, failed, remark, failures = [] } of outcomes) {
    const note = remark ? ` (${remark})` : '';
    console.log(
      `${failed === 0 ? 'ok    ' : 'FAILED'} ${name}: ${passed} passed, ${failed} failed, ${seconds} s${note}`,
    );
    for (const failure of failures) console.log(`       ${failure}`);
  }
  console.log(sumUp(outcomes));
  return outcomes.length > 0 && outcomes.every(({ failed }) => failed === 0) ? 0 : 1;
};
