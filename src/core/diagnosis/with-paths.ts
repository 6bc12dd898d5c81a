import type { Diagnosis } from '../../contract/diagnosis.ts';
import type { Paths } from '../../contract/paths.ts';
import type { VerdictWeights } from '../../contract/verdict-weights.ts';
import { pathsSentence } from '../words/traced-words.ts';
import { decideDiagnosis } from './decide-diagnosis.ts';

/** A diagnosis judged anew together with other paths: a trace from elsewhere counts as one made here. */
export function withPaths(diagnosis: Diagnosis, paths: Paths | null, weights: VerdictWeights): Diagnosis {
  const { attempts, comparison, end, identities, environment, pathMtu, idle, ipv6 } = diagnosis;
  const verdict = decideDiagnosis(
    {
      ...{ attempts, comparison, paths, pathMtu, idle, ipv6, end, findings: environment.findings },
      hasForeignCertificate: hasForeignCertificate(identities),
    },
    weights,
  );
  const checks = diagnosis.checks.map((check) =>
    check.id === 'paths' && paths !== null
      ? { ...check, state: 'done' as const, text: pathsSentence(paths) }
      : check,
  );
  return { ...diagnosis, checks, paths, verdict };
}

/** Somebody else answered with TLS, or nobody here vouches for who did. */
export const hasForeignCertificate = (identities: Diagnosis['identities']): boolean =>
  identities.some(
    ({ service, outcome }) => service === 'https' && (outcome === 'foreign' || outcome === 'untrusted'),
  );
