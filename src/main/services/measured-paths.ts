import type { Diagnosis } from '../../contract/diagnosis.ts';
import type { Paths } from '../../contract/paths.ts';
import type { Playbook } from '../../contract/playbook.ts';
import type { Measured } from './case-service.ts';
import { pathsOf } from './trace-path.ts';

/** What was measured, with its paths: those of the diagnosis, or of traces made elsewhere alone. */
export const measuredOf = (
  { diagnosis, traces, paths = null }: Measured,
  playbook: Playbook,
): { readonly diagnosis: Diagnosis | null; readonly paths: Paths | null } => ({
  diagnosis,
  paths: diagnosis?.paths ?? paths ?? pathsOf(traces, playbook),
});
