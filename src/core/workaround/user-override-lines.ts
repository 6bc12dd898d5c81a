const MARK = 'bitbucket-reset-doctor';

/** git's own resolve list, in the user's configuration: takes effect for HTTPS in git alone (git 2.37 and later). */
export function gitByHand(
  names: readonly string[],
  address: string,
): { readonly apply: string[]; readonly revert: string[] } {
  const keys = names.map((name) => `http.https://${name}.curloptResolve`);
  return {
    apply: names.map((name, index) => `git config --global --add ${keys[index]} ${name}:443:${address}`),
    revert: keys.map((key) => `git config --global --unset-all ${key} ':443:18[.]205[.]93[.][012]$'`),
  };
}

/**
 * A block for the top of the user's ssh configuration; `HostKeyAlias` keeps the known host key in force, and the closing
 * `Host *` gives the lines below the reach they had.
 */
export const sshByHand = (names: readonly string[], address: string): string =>
  [
    `# >>> ${MARK}: temporary, delete up to <<< when the fault is repaired`,
    ...names.flatMap((name) => [`Host ${name}`, `  HostName ${address}`, `  HostKeyAlias ${name}`]),
    'Host *',
    `# <<< ${MARK}`,
  ].join('\n');
