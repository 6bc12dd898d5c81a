import { join } from 'node:path';
import { projectFolder } from '../../scripts/setup/project-paths.mjs';

/** A capture recorded in the laboratory, by the name of its scenario. */
export const recordedCapture = (name: string): string =>
  join(projectFolder, 'e2e', 'fixtures', 'captures', `${name}.pcap`);
