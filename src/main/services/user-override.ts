import { userInfo } from 'node:os';
import { join } from 'node:path';
import type { Result } from '../../contract/problem.ts';
import type { UserChange, Workaround } from '../../contract/workaround.ts';
import type { BlockFacts } from '../../core/hosts/managed-block.ts';
import type { OverrideWay } from '../../core/workaround/ways.ts';
import { type AskSsh, askSsh } from '../node/ask-ssh.ts';
import { gitConfigFile } from '../node/git-override.ts';
import { applyGit, readGit, revertGit } from './git-user-override.ts';
import { applySsh, readSsh, revertSsh } from './ssh-user-override.ts';

/** Where the two overrides lie that need no administrator. */
export interface UserOverridePlace {
  /** The program's own folder: records and copies. */
  readonly dataFolder: string;
  readonly gitConfig: string;
  readonly sshConfig: string;
  readonly askSsh: AskSsh;
}

/** ssh takes the home of the account and never `$HOME` (ssh(1), FILES); git takes `$HOME`. */
export const ownPlace = (dataFolder: string): UserOverridePlace => ({
  dataFolder,
  gitConfig: gitConfigFile(),
  sshConfig: join(userInfo().homedir, '.ssh', 'config'),
  askSsh: askSsh(),
});

export type UserWay = Exclude<OverrideWay, 'hosts'>;

export interface UserOverrideRequest {
  readonly address: string;
  readonly names: readonly string[];
  readonly facts: Omit<BlockFacts, 'joined'>;
  readonly dryRun: boolean;
}

export interface UserRevertRequest {
  /** All names and addresses of the service; only such values are ours. */
  readonly names: readonly string[];
  readonly addresses: readonly string[];
  readonly evenIfEdited: boolean;
  readonly dryRun: boolean;
}

/** What is in force in the user's own configuration, and until when. Reads only. */
export async function readUserOverrides(
  place: UserOverridePlace,
  names: readonly string[],
  addresses: readonly string[],
  now: Date,
): Promise<Workaround['userLevel']> {
  return { git: await readGit(place, names, addresses, now), ssh: await readSsh(place, names, now) };
}

/** Makes the override and lets git or ssh itself say that it is in effect; otherwise the file is put back. */
export const applyUserOverride = (
  way: UserWay,
  place: UserOverridePlace,
  request: UserOverrideRequest,
): Promise<Result<UserChange>> => (way === 'git' ? applyGit(place, request) : applySsh(place, request));

/** Takes it off: byte for byte when nobody else wrote, else just what is ours. */
export const revertUserOverride = (
  way: UserWay,
  place: UserOverridePlace,
  request: UserRevertRequest,
): Promise<Result<UserChange>> => (way === 'git' ? revertGit(place, request) : revertSsh(place, request));
