import { existsSync } from 'node:fs';
import type { Notice } from '../../core/words/override-words.ts';
import { planFlush } from '../../core/workaround/flush-plan.ts';
import { systemHostsFile } from '../../hosts-file/hosts-file-path.ts';
import { systemProofSources } from '../services/prove-override.ts';
import { testAddresses } from '../services/test-addresses.ts';
import { ownPastOverride } from '../services/test-past-override.ts';
import { systemScheduler } from '../services/timed-revert.ts';
import { ownPlace } from '../services/user-override.ts';
import type { WorkaroundPorts } from '../services/workaround-service.ts';
import { flushNames } from './flush-names.ts';
import { readObstacleFacts } from './read-obstacle-facts.ts';

const MINUTE_MS = 60_000;

/** The workaround on this very machine. `notify` shows a message of the system's. */
export const systemWorkaroundPorts = (notify: (notice: Notice) => void): WorkaroundPorts => ({
  hostsFile: systemHostsFile(),
  proof: systemProofSources,
  testAddresses,
  readObstacleFacts,
  pastOverride: ownPastOverride,
  nameCaches: {
    flush: () => flushNames(),
    lines: () => planFlush({ platform: process.platform, exists: existsSync }).map(({ line }) => line),
  },
  schedule: {
    scheduler: systemScheduler,
    hasRights: process.getuid === undefined || process.getuid() === 0,
  },
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
