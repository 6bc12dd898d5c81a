/** What `ssh -G host` prints: `keyword value` a line, keywords in small letters; some, like identityfile, repeat. */
export type SshSettings = ReadonlyMap<string, readonly string[]>;

export function readSshSettings(output: string): SshSettings {
  const settings = new Map<string, string[]>();
  for (const line of output.split(/\r?\n/)) {
    const [, keyword, value = ''] = /^(\S+)(?: (.*))?$/.exec(line) ?? [];
    if (keyword === undefined) continue;
    const name = keyword.toLowerCase();
    settings.set(name, [...(settings.get(name) ?? []), value]);
  }
  return settings;
}

/** @returns the first value, or null when ssh does not print that setting */
export const sshSetting = (settings: SshSettings, keyword: string): string | null =>
  settings.get(keyword)?.[0] ?? null;

/** These carry the address in themselves, so they change with it and mean nothing more. */
const FOLLOW_THE_ADDRESS = ['hostname', 'hostkeyalias', 'controlpath', 'localcommand', 'remotecommand'];

/**
 * Keywords that differ although only the address should: a `Match host` block of the user's is matched against the
 * address, not the name, once `HostName` gives one (ssh_config(5)).
 */
export function unwantedSshChanges(before: SshSettings, after: SshSettings): string[] {
  const keywords = new Set([...before.keys(), ...after.keys()]);
  return [...keywords]
    .filter((keyword) => !FOLLOW_THE_ADDRESS.includes(keyword))
    .filter((keyword) => before.get(keyword)?.join('\n') !== after.get(keyword)?.join('\n'))
    .sort();
}

/** The service answers SSH on this port of its addresses. */
const SSH_PORT = '22';

/**
 * @param name host as the user writes it
 * @returns why ssh would not use the override as it stands, in a sentence; null when it would
 */
export function whySshIgnores(settings: SshSettings, name: string, address: string): string | null {
  const hostName = sshSetting(settings, 'hostname');
  if (hostName !== address) return `ssh sends ${name} to ${hostName ?? 'nothing'}, not to ${address}.`;
  const alias = sshSetting(settings, 'hostkeyalias');
  if (alias !== name) return `ssh looks for the host key of ${alias ?? address}, not of ${name}.`;
  const port = sshSetting(settings, 'port');
  return port === SSH_PORT || port === null
    ? null
    : `ssh uses port ${port} for ${name}, where the legacy addresses do not answer SSH.`;
}
