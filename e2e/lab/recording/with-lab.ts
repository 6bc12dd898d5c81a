import { type BringUpChoice, bringUp, type Lab } from '../network/bring-up.ts';
import type { Scenario } from '../network/scenario.ts';
import { takeDown } from '../network/take-down.ts';

/** Laboratories of this process that are still there; a signal takes them down before it ends the process. */
const standing = new Set<string>();
let isWatching = false;

function watchSignals(): void {
  if (isWatching) return;
  isWatching = true;
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)
    process.once(signal, () => {
      void Promise.allSettled([...standing].map(takeDown)).then(() => process.exit(code));
    });
}

/** Builds a laboratory, lets `work` use it, and takes it down whatever happens. It never outlives this process. */
export async function withLab<T>(scenario: Scenario, work: (lab: Lab) => Promise<T>): Promise<T> {
  watchSignals();
  let prefix: string | null = null;
  const choice: BringUpChoice = {
    owned: true,
    onPrefix: (made) => {
      prefix = made;
      standing.add(made);
    },
  };
  try {
    return await work(await bringUp(scenario, choice));
  } finally {
    if (prefix !== null) {
      await takeDown(prefix);
      standing.delete(prefix);
    }
  }
}
