/** What one file of ssh's configuration names. */
export interface SshHostNames {
  /** Names in `Host` lines, without patterns. */
  readonly hosts: readonly string[];
  /** Files it includes, as they are written. */
  readonly includes: readonly string[];
}

/** Words of a line, some in quotation marks (ssh_config(5)). */
const wordsOf = (text: string): string[] =>
  [...text.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');

/** `Host bb other` and `Include config.d/*`, in any case, also with an equals sign; patterns and their negations are passed over. */
export function readSshHostNames(text: string): SshHostNames {
  const hosts: string[] = [];
  const includes: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    const [, keyword = '', rest = ''] = /^\s*(host|include)(?:\s*=\s*|\s+)(.*)$/i.exec(line) ?? [];
    if (keyword.toLowerCase() === 'host') hosts.push(...wordsOf(rest).filter((word) => !/[*?!]/.test(word)));
    if (keyword.toLowerCase() === 'include') includes.push(...wordsOf(rest));
  }
  return { hosts: [...new Set(hosts)], includes };
}
