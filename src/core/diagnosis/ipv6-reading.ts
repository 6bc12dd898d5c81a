import type { Finding, Ipv6Arm, LiveComparison, ProbeAttempt } from '../../contract/diagnosis.ts';
import { compareArms, type ExperimentPlan } from '../probe/experiment-plan.ts';
import { hasFailed, isJudged } from './compare-attempts.ts';

/**
 * What the tries over IPv6 say by the plan of the whole, held against IPv4 to the same service: the legacy addresses
 * have no IPv6. Null when there was none.
 */
export function readIpv6(
  plan: ExperimentPlan,
  addresses: readonly string[],
  tries: readonly ProbeAttempt[],
  four: LiveComparison['anycast'],
): Ipv6Arm | null {
  if (addresses.length === 0) return null;
  const judged = tries.filter(isJudged);
  const mine = { attempts: judged.length, failures: judged.filter(hasFailed).length };
  const { anycast, oneSided, sequential } = compareArms(plan, mine, four);
  return {
    ...{ addresses: [...addresses], tries: [...tries], ...mine, oneSided, sequential },
    resets: judged.filter(({ outcome }) => outcome === 'reset').length,
    ...{ interval: anycast.interval, highestRate: anycast.highestRate },
  };
}

/** IPv6 fails more often than chance allows, and IPv4 to the same service never did. */
export const failsOverSixAlone = (six: Ipv6Arm | null, four: LiveComparison['anycast']): boolean =>
  six !== null &&
  four.failures === 0 &&
  (six.oneSided === null ? six.sequential === 'faulty' : six.oneSided < 0.01);

const NO_CONTROL = 'The legacy addresses have no IPv6 to compare with.';

/** What was measured over IPv6, in a sentence. */
export function ipv6ArmFindings(six: Ipv6Arm | null, four: LiveComparison['anycast']): Finding[] {
  if (six === null || six.attempts === 0) return [];
  const counts = `Over IPv6 ${six.failures} of ${six.attempts} attempts failed, over IPv4 to the same service ${four.failures} of ${four.attempts}`;
  if (failsOverSixAlone(six, four))
    return [
      {
        ...{ kind: 'ipv6-fails', severity: 'mind' },
        text: `${counts}: the fault is on the way of IPv6. ${NO_CONTROL} Until it is mended, git -4 and ssh -4 go the other way.`,
      },
    ];
  const bound =
    six.highestRate === null ? '' : `; the true rate may be as high as ${Math.ceil(six.highestRate * 100)} %`;
  return [{ kind: 'ipv6-measured', severity: 'fact', text: `${counts}${bound}. ${NO_CONTROL}` }];
}
