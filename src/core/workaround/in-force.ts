import type { OverrideState } from '../../contract/workaround.ts';
import type { OverrideWay } from './ways.ts';

/** One override in force. */
export interface InForce {
  readonly way: OverrideWay;
  /** Null when it has no end: made by hand, or by a program whose notes are gone. */
  readonly expiresAt: string | null;
  readonly expired: boolean;
}

/** Every override of the service that is in force, whoever is affected by it. */
export function overridesInForce({
  hosts,
  userLevel,
}: Pick<OverrideState, 'hosts' | 'userLevel'>): InForce[] {
  const found: InForce[] = [];
  const { git, ssh } = userLevel;
  if (hosts?.block) found.push({ way: 'hosts', ...endOf(hosts.block) });
  if (git.overrides.length > 0)
    found.push({ way: 'git', ...(git.made ? endOf(git.made) : { expiresAt: null, expired: false }) });
  if (ssh.block) found.push({ way: 'ssh', ...endOf(ssh.block) });
  return found;
}

const endOf = ({ expiresAt, expired }: { readonly expiresAt: string; readonly expired: boolean }) => ({
  expiresAt,
  expired,
});

const ends = (found: readonly InForce[]): string[] =>
  found
    .flatMap(({ expiresAt }) => expiresAt ?? [])
    .sort((left, right) => Date.parse(left) - Date.parse(right));

/** The end that comes first; null when none of them has one. */
export const firstEnd = (found: readonly InForce[]): string | null => ends(found)[0] ?? null;

/** The end that comes last; null when none of them has one. */
export const lastEnd = (found: readonly InForce[]): string | null => ends(found).at(-1) ?? null;
