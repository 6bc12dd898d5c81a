import { systemHostsFile } from '../../hosts-file/hosts-file-path.ts';
import { systemProofSources } from '../services/prove-override.ts';
import { testAddresses } from '../services/test-addresses.ts';
import { ownPlace } from '../services/user-override.ts';
import type { WorkaroundPorts } from '../services/workaround-service.ts';
import { readObstacleFacts } from './read-obstacle-facts.ts';

/** The workaround on this very machine. */
export const systemWorkaroundPorts = (): WorkaroundPorts => ({
  hostsFile: systemHostsFile(),
  proof: systemProofSources,
  testAddresses,
  readObstacleFacts,
  place: ownPlace,
});
