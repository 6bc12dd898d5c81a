import type { Obstacle } from '../../contract/workaround.ts';
import type { SshSettings } from '../hosts/ssh-settings.ts';
import type { ProxyEnvironment, SystemProxy } from './proxy-rules.ts';
import type { OverrideWay } from './ways.ts';

export interface ObstacleFacts {
  readonly platform: string;
  /** The names to be overridden; the first is the one git speaks HTTPS with. */
  readonly names: readonly string[];
  readonly environment: ProxyEnvironment;
  /** `http.proxy` as git takes it for the service; empty text: git is told to use none; null: not set. */
  readonly gitProxy: string | null;
  /** The program git starts for SSH, when the user chose one (`GIT_SSH_COMMAND`, `core.sshCommand`, `GIT_SSH`). */
  readonly gitSsh: string | null;
  /** Addresses of repositories in git's configuration, as far as it can be seen from here. */
  readonly remotes: readonly string[];
  /** What ssh says for each name without any override of ours; null when it could not be asked. */
  readonly ssh: readonly { readonly name: string; readonly settings: SshSettings | null }[];
  /** Names of the user's own that ssh takes for one of the service's (`Host bb` with `HostName bitbucket.org`). */
  readonly sshAliases: readonly { readonly alias: string; readonly name: string }[];
  /** Names for which ssh keeps a session open that new ones would use. */
  readonly keptSessions: readonly string[];
  readonly systemProxy: SystemProxy;
  readonly interfaces: readonly { readonly name: string; readonly addresses: readonly string[] }[];
  /** /proc/version, /etc/wsl.conf, /etc/nsswitch.conf and resolved's settings; null where there is none. */
  readonly procVersion: string | null;
  readonly wslConf: string | null;
  readonly nsswitch: string | null;
  readonly resolvedConf: string | null;
  readonly isContainer: boolean;
  readonly runsContainers: boolean;
  /** There is a screen, so there may be a browser. */
  readonly hasDesktop: boolean;
  /** The account that asked for root; null when this is nobody else's. */
  readonly askedBy: string | null;
}

/** One thing that can be in the way, and of which ways. */
export type Rule = (facts: ObstacleFacts) => readonly Obstacle[];

export const one = (
  kind: Obstacle['kind'],
  severity: Obstacle['severity'],
  ways: readonly OverrideWay[],
  text: string,
): Obstacle => ({ kind, severity, ways: [...ways], text });
