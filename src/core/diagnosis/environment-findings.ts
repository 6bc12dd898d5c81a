import type { Finding } from '../../contract/diagnosis.ts';
import type { Obstacle } from '../../contract/workaround.ts';
import { findObstacles, type ObstacleFacts } from '../workaround/obstacles.ts';

type Words = Pick<Finding, 'severity' | 'text'>;

/** What the things in the way of an override mean for a measurement. Others of them say nothing about it. */
const MEANING: Partial<Record<Obstacle['kind'], Words>> = {
  proxy: {
    severity: 'caps',
    text: 'git goes through a proxy here; the measurement does not, so it may speak of another way than git’s.',
  },
  'ssh-proxy': {
    severity: 'caps',
    text: 'ssh reaches the service through another machine or program; the measurement goes there directly.',
  },
  'made-up-addresses': {
    severity: 'caps',
    text: 'A program here takes every connection and decides itself where it goes: what was measured is its way.',
  },
  tunnel: {
    severity: 'caps',
    text: 'A tunnel (VPN) is up; if the service is reached through it, the measurement speaks of that way.',
  },
  'system-proxy': {
    severity: 'mind',
    text: 'The system’s settings name a proxy; browsers use it, git, ssh and this measurement do not.',
  },
  'alternative-port': {
    severity: 'mind',
    text: 'ssh or a repository uses another port than 22, which was not measured.',
  },
  'kept-session': {
    severity: 'mind',
    text: 'ssh keeps a session open and uses it again; it is as old as it is.',
  },
  wsl: {
    severity: 'mind',
    text: 'This is Linux inside Windows (WSL): its way out goes through Windows, which can differ.',
  },
  container: {
    severity: 'mind',
    text: 'This is a container: its way out goes through the machine around it.',
  },
};

/** Findings about this machine, each once, those that cap the confidence first. */
export function environmentFindings(facts: ObstacleFacts): Finding[] {
  const kinds = new Set(findObstacles(facts, ['hosts', 'git', 'ssh']).map(({ kind }) => kind));
  const found = [...kinds].flatMap((kind) => {
    const words = MEANING[kind];
    return words === undefined ? [] : [{ kind, ...words }];
  });
  return found.sort((one, other) => Number(other.severity === 'caps') - Number(one.severity === 'caps'));
}

export interface FoundAddresses {
  readonly system: readonly string[];
  readonly dns: readonly string[];
  /** Addresses the workaround uses. */
  readonly legacy: readonly string[];
  /** Of this computer. */
  readonly own: readonly string[];
  /** Those over IPv6 that are measured. */
  readonly measuredSix: readonly string[];
}

/** What resolving the names shows. */
export function addressFindings(found: FoundAddresses, isService: (address: string) => boolean): Finding[] {
  const { system, dns, legacy } = found;
  const findings: Finding[] = [];
  if (system.some((address) => legacy.includes(address)))
    findings.push({
      ...{ kind: 'override', severity: 'mind' },
      text: 'The names resolve to a legacy address here: an override is in force. The usual addresses were asked of DNS.',
    });
  const strange = [...new Set([...system, ...dns])].filter(
    (address) => !isService(address) && !legacy.includes(address),
  );
  if (strange.length > 0)
    findings.push({
      ...{ kind: 'unpublished-addresses', severity: 'mind' },
      text: `${strange.join(', ')} lies outside the ranges known for the service; they may be new, or a proxy’s.`,
    });
  return [...findings, ...ipv6Findings(found)];
}

/** Global unicast (RFC 4291, section 2.4; 2000::/3 is all that is given out): with another, IPv6 ends at the next router. */
const isGlobal = (address: string): boolean => /^[23][0-9a-f]{3}:/i.test(address);

const ONLY_FOUR = 'Only IPv4 was measured: there is no way from here to an IPv6 address of the service.';
const BOTH = 'It was measured apart from IPv4.';

/** Has the service IPv6, has this computer, and which does the system take first (it sorts by RFC 6724)? */
function ipv6Findings({ system, dns, own, measuredSix }: FoundAddresses): Finding[] {
  if (![...system, ...dns].some((address) => address.includes(':'))) return [];
  const hasOwn = own.some(isGlobal);
  const measured = measuredSix.length > 0 ? BOTH : ONLY_FOUR;
  if (hasOwn && system[0]?.includes(':'))
    return [
      {
        ...{ kind: 'ipv6-preferred', severity: 'mind' },
        text: `IPv6 comes first here: programs reach the service over it. ${measured} When git -4 works where git fails, the fault is on the way of IPv6.`,
      },
    ];
  const why = hasOwn
    ? 'The service and this computer have IPv6; IPv4 comes first.'
    : 'The service has IPv6 addresses; this computer has none of its own that reaches it, so IPv4 is used.';
  return [{ kind: 'ipv6', severity: 'fact', text: `${why} ${measured}` }];
}
