import { sshOverrideLines } from '../hosts/ssh-config-override.ts';
import { speaksHttps } from './ways.ts';

const MARK = 'bitbucket-reset-doctor';

/**
 * git's own resolve list, in the user's configuration: takes effect for HTTPS in git alone (git 2.37 and later), so only
 * for the names that speak it.
 */
export function gitByHand(
  names: readonly string[],
  address: string,
): { readonly apply: string[]; readonly revert: string[] } {
  const spoken = names.filter(speaksHttps);
  const keyOf = (name: string): string => `http.https://${name}.curloptResolve`;
  return {
    apply: spoken.map((name) => `git config --global --add ${keyOf(name)} ${name}:443:${address}`),
    revert: spoken.map(
      (name) => `git config --global --unset-all ${keyOf(name)} ':443:18[.]205[.]93[.][012]$'`,
    ),
  };
}

/** A block to be put at the top of the user's ssh configuration by hand. */
export const sshByHand = (names: readonly string[], address: string): string =>
  [
    `# >>> ${MARK}: temporary, delete up to <<< when the fault is repaired`,
    ...sshOverrideLines(names.map((name) => ({ address, name }))),
    `# <<< ${MARK}`,
  ].join('\n');
