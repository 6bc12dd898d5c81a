import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { checkTrustedPaths } from '../../scheduler/trusted-path.ts';
import { sweepBootstrapFolders } from '../bootstrap-folder.ts';
import { askWithPrompt } from './ask-with-prompt.ts';
import type { Elevation } from './capture-source.ts';
import { createElevation } from './create-elevation.ts';
import { type BrokerProgram, launchChild } from './launch-child.ts';
import { probeAbility } from './probe-ability.ts';

/** What the broker starts to speak with the system's scheduler, where it is there. */
const timerBeside = (broker: string): string[] =>
  [join(dirname(broker), 'timer.cjs')].filter((file) => existsSync(file));

/** The ways to rights of this machine. What a killed program left behind is tidied up on the way. */
export function systemElevation(program: BrokerProgram): Elevation {
  const runtimeFolder = process.env.XDG_RUNTIME_DIR ?? '';
  const temporaryFolder = existsSync(runtimeFolder) ? runtimeFolder : tmpdir();
  void sweepBootstrapFolders(temporaryFolder, Date.now());
  return createElevation({
    platform: process.platform,
    isRoot: process.getuid?.() === 0,
    temporaryFolder,
    probe: () => probeAbility(),
    // From a checkout the broker is many files; only the one bundled file can be checked and so be given rights.
    checkTrust: async () =>
      program.broker.endsWith('.cjs')
        ? checkTrustedPaths([program.runtime, program.broker, ...timerBeside(program.broker)])
        : { kind: 'untrusted', why: `${program.broker} is not the shipped file` },
    canAsk: () =>
      process.platform !== 'linux' || existsSync('/usr/bin/pkexec') || existsSync('/usr/bin/kdesudo'),
    launchAsRoot: launchChild(program),
    launchWithPrompt: askWithPrompt(program),
  });
}
