/**
 * The whole program where it is meant to be used: an ordinary user's window in the client's namespace of a network
 * that splits packets, asking the real pkexec for rights. `node e2e/live/run.ts`; needs Linux, root, a built program.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { loadScenario } from '../lab/network/scenario.ts';
import { withLab } from '../lab/recording/with-lab.ts';

const LIMIT_MS = 6 * 60_000;
const inside = join(import.meta.dirname, 'inside.ts');
const alone = ['--mount', '--pid', '--fork', '--kill-child', '--mount-proc', '--propagation', 'private'];

process.exitCode = await withLab(
  loadScenario('alternate-split'),
  (lab) =>
    new Promise<number>((resolve, reject) => {
      const words = ['netns', 'exec', lab.namespace('client'), 'unshare', ...alone, process.execPath, inside];
      const child = spawn('ip', words, { stdio: ['ignore', 'inherit', 'inherit'], timeout: LIMIT_MS });
      child.once('error', reject);
      child.once('close', (code) => resolve(code ?? 1));
    }),
);
