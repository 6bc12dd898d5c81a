import { existsSync } from 'node:fs';
import type { Notice } from '../../core/words/override-words.ts';
import { planFlush } from '../../core/workaround/flush-plan.ts';
import { systemHostsFile } from '../../hosts-file/hosts-file-path.ts';
import { systemProofSources } from '../services/prove-override.ts';
import { ownSchedule } from '../services/schedule-revert.ts';
import { testAddresses } from '../services/test-addresses.ts';
import { ownPastOverride } from '../services/test-past-override.ts';
import { ownPlace } from '../services/user-override.ts';
import type { WorkaroundPorts } from '../services/workaround-service.ts';
import { flushNames } from './flush-names.ts';
import { readObstacleFacts } from './read-obstacle-facts.ts';

const MINUTE_MS = 60_000;

/**
 * The workaround on this very machine.
 *
 * @param notify shows a message of the system's
 * @param cliFile the command line, which the system's scheduler runs for a timed revert
 */
export const systemWorkaroundPorts = (
  notify: (notice: Notice) => void,
  cliFile: string,
): WorkaroundPorts => ({
  hostsFile: systemHostsFile(),
  proof: systemProofSources,
  testAddresses,
  readObstacleFacts,
  pastOverride: ownPastOverride,
  nameCaches: {
    flush: () => flushNames(),
    lines: () => planFlush({ platform: process.platform, exists: existsSync }).map(({ line }) => line),
  },
  schedule: ownSchedule(cliFile),
  reminder: {
    notify,
    everyMinute: (work) => {
      const timer = setInterval(work, MINUTE_MS);
      timer.unref();
      return () => clearInterval(timer);
    },
  },
  place: ownPlace,
});
