import { execFile } from 'node:child_process';
import { readSshSettings, type SshSettings } from '../../core/hosts/ssh-settings.ts';

/** Asks ssh what it would do for a host; null when there is no ssh, or it refuses its configuration. */
export type AskSsh = (name: string) => Promise<SshSettings | null>;

/** A `Match exec` of the user's runs, as in every ssh; it does not get longer than this. */
const LIMIT_MS = 10_000;

/** The user's own ssh, as git starts it. @param configFile another configuration than the user's, for tests */
export const askSsh =
  (configFile: string | null = null): AskSsh =>
  (name) => {
    const words = [...(configFile === null ? [] : ['-F', configFile]), '-G', '--', name];
    return new Promise((resolve) => {
      const options = { timeout: LIMIT_MS, windowsHide: true, encoding: 'utf8' } as const;
      execFile('ssh', words, options, (error, output) => resolve(error ? null : readSshSettings(output)));
    });
  };
