import type { Finding } from '../../contract/diagnosis.ts';
import { inertWords } from '../trace/inert-text.ts';

/** What the programs say of themselves; null when they are not here. */
export interface Versions {
  readonly git: string | null;
  readonly ssh: string | null;
  readonly system: string;
  /** Tools that capture and trace, with their versions. */
  readonly tools: readonly string[];
}

/** `git version 2.39.5`, `git version 2.45.1.windows.1`, `git version 2.39.3 (Apple Git-146)`. */
const GIT = /\bgit version (\d{1,3}\.\d{1,3}[\w.-]{0,30})/;
/** `OpenSSH_9.2p1 Debian-2+deb12u3, OpenSSL 3.0.15`, `OpenSSH_for_Windows_9.5p1, LibreSSL 3.8.2`. */
const SSH = /\b(OpenSSH_[\w.]{1,40})/;

/** Versions as support asks for them, in a sentence. */
export function versionFindings(versions: Versions | null): Finding[] {
  if (versions === null) return [];
  const { git, ssh, system, tools } = versions;
  const gitVersion = GIT.exec(git ?? '')?.[1];
  const sshVersion = SSH.exec(ssh ?? '')?.[1];
  const parts = [
    gitVersion === undefined ? 'no git that says its version' : `git ${gitVersion}`,
    sshVersion === undefined ? 'no OpenSSH' : sshVersion.replace('_', ' ').replaceAll('_', ' '),
    ...tools,
  ];
  return [
    {
      ...{ kind: 'versions', severity: 'fact' },
      text: `${inertWords(system, 120)}; ${parts.join(', ')}.`,
    },
  ];
}
