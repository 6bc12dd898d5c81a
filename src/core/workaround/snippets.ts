/** Ready-made forms of the override for fleets. Each says that it is temporary, and how to take it off. */
export const SNIPPET_KINDS = [
  'docker',
  'compose',
  'ansible',
  'salt',
  'puppet',
  'kubernetes',
  'powershell',
  'shell',
] as const;
export type SnippetKind = (typeof SNIPPET_KINDS)[number];

export interface Snippet {
  readonly kind: SnippetKind;
  readonly language: string;
  readonly text: string;
}

const WARNING = (expiresAt: string): string =>
  `Temporary, until ${expiresAt}: the public DNS answer is the authority, these addresses can go stale and are slower.`;

export interface SnippetInput {
  readonly address: string;
  readonly names: readonly string[];
  /** RFC 3339 UTC. */
  readonly expiresAt: string;
}

const MARK = 'bitbucket-reset-doctor';

/** @returns the override written for one tool, as text to be pasted */
export function snippetFor(kind: SnippetKind, { address, names, expiresAt }: SnippetInput): Snippet {
  const warning = WARNING(expiresAt);
  const line = `${address} ${names.join(' ')}`;
  const each = (write: (name: string) => string): string => names.map(write).join('\n');
  switch (kind) {
    case 'docker':
      return {
        kind,
        language: 'shell',
        text: `# ${warning}\ndocker run ${names.map((name) => `--add-host ${name}:${address}`).join(' ')} IMAGE\n`,
      };
    case 'compose':
      return {
        kind,
        language: 'yaml',
        text: `# ${warning}\nservices:\n  SERVICE:\n    extra_hosts:\n${each((name) => `      - "${name}:${address}"`)}\n`,
      };
    case 'ansible':
      return {
        kind,
        language: 'yaml',
        text: `# ${warning} Take it off with state: absent.
- name: Send Bitbucket traffic to a legacy address for a while
  ansible.builtin.blockinfile:
    path: /etc/hosts
    marker: "# {mark} ${MARK} expires ${expiresAt}"
    block: |
      ${line}
    state: present
  become: true
`,
      };
    case 'salt':
      return {
        kind,
        language: 'yaml',
        text: `# ${warning} Take it off with host.absent.\n${each((name) => `${MARK}-${name}:\n  host.present:\n    - ip: ${address}\n    - names:\n      - ${name}`)}\n`,
      };
    case 'puppet':
      return {
        kind,
        language: 'puppet',
        text: `# ${warning} Take it off with ensure => absent.\n# The type comes with the module puppetlabs-host_core; Puppet writes the whole file anew in its own form.\n${each((name) => `host { '${name}':\n  ensure  => present,\n  ip      => '${address}',\n  comment => '${MARK} expires ${expiresAt}',\n}`)}\n`,
      };
    case 'kubernetes':
      return {
        kind,
        language: 'yaml',
        text: `# ${warning}\nspec:\n  template:\n    spec:\n      hostAliases:\n        - ip: "${address}"\n          hostnames:\n${each((name) => `            - "${name}"`)}\n`,
      };
    case 'powershell':
      return {
        kind,
        language: 'powershell',
        text: `# ${warning}
# Run as administrator. The second part takes it off again. Latin-1 keeps every byte of the file.
$bytes = [Text.Encoding]::GetEncoding(28591)
$folder = [Environment]::ExpandEnvironmentVariables((Get-ItemProperty 'HKLM:\\SYSTEM\\CurrentControlSet\\Services\\Tcpip\\Parameters').DataBasePath)
$hosts = Join-Path $folder 'hosts'
$text = [IO.File]::ReadAllText($hosts, $bytes)
if ($text.Length -gt 0 -and -not $text.EndsWith("\`n")) { $text += "\`r\`n" }
[IO.File]::WriteAllText($hosts, $text + "${line} # ${MARK} expires ${expiresAt}\`r\`n", $bytes)
Clear-DnsClientCache

$text = [IO.File]::ReadAllText($hosts, $bytes)
[IO.File]::WriteAllText($hosts, ($text -replace '(?m)^.*# ${MARK} .*\`r?\`n', ''), $bytes)
Clear-DnsClientCache
`,
      };
    case 'shell':
      return {
        kind,
        language: 'shell',
        text: `# ${warning}
[ -z "$(tail -c 1 /etc/hosts)" ] || echo | sudo tee -a /etc/hosts >/dev/null
printf '%s\\n' '${line} # ${MARK} expires ${expiresAt}' | sudo tee -a /etc/hosts >/dev/null

# Take it off again:
sudo sed -i.before '/# ${MARK} /d' /etc/hosts
`,
      };
  }
}
