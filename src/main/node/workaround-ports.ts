import { systemHostsFile } from '../../hosts-file/hosts-file-path.ts';
import { systemProofSources } from '../services/prove-override.ts';
import { testAddresses } from '../services/test-addresses.ts';
import type { WorkaroundPorts } from '../services/workaround-service.ts';

/** The workaround on this very machine. */
export const systemWorkaroundPorts = (): WorkaroundPorts => ({
  hostsFile: systemHostsFile(),
  proof: systemProofSources,
  testAddresses,
});
