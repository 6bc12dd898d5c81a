import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { askWithPrompt } from './ask-with-prompt.ts';
import type { Elevation } from './capture-source.ts';
import { createElevation } from './create-elevation.ts';
import { type BrokerProgram, launchChild } from './launch-child.ts';
import { probeAbility } from './probe-ability.ts';
import { checkTrustedPaths } from './trusted-path.ts';

/** The ways to rights of this machine. */
export const systemElevation = (program: BrokerProgram): Elevation =>
  createElevation({
    platform: process.platform,
    isRoot: process.getuid?.() === 0,
    temporaryFolder: existsSync(process.env.XDG_RUNTIME_DIR ?? '')
      ? (process.env.XDG_RUNTIME_DIR ?? '')
      : tmpdir(),
    probe: () => probeAbility(),
    // From a checkout the broker is many files; only the one bundled file can be checked and so be given rights.
    checkTrust: async () =>
      program.broker.endsWith('.cjs')
        ? checkTrustedPaths([program.runtime, program.broker])
        : { kind: 'untrusted', why: `${program.broker} is not the shipped file` },
    canAsk: () =>
      process.platform !== 'linux' || existsSync('/usr/bin/pkexec') || existsSync('/usr/bin/kdesudo'),
    launchAsRoot: launchChild(program),
    launchWithPrompt: askWithPrompt(program),
  });
