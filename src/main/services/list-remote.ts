import { spawn } from 'node:child_process';
import type { Attempt } from '../../contract/live-capture.ts';
import { fail, type Result, succeed } from '../../contract/problem.ts';
import { maskSecrets } from '../../core/redact/secrets.ts';

/** git itself gives up after longer; a user does not wait longer. */
const LIMIT_MS = 30_000;

const HOST = '[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?';
const FORMS = [
  new RegExp(`^https://(?:[^\\s/@]+@)?${HOST}(?::\\d{1,5})?/\\S+$`),
  new RegExp(`^ssh://(?:[\\w.-]+@)?${HOST}(?::\\d{1,5})?/\\S+$`),
  new RegExp(`^(?:[\\w.-]+@)?${HOST}:(?!//|:)[^\\s:]\\S*$`),
];

/** Only what git reaches over HTTPS or SSH: no local path, no `ext::` helper, nothing that begins like an option. */
export function checkRepository(text: string): Result<string> {
  const trimmed = text.trim();
  // One letter and a colon is a drive of Windows, which git would read as a folder.
  if (!/^(-|[A-Za-z]:)/.test(trimmed) && FORMS.some((form) => form.test(trimmed))) return succeed(trimmed);
  return fail(
    'usage',
    'That is not the address of a repository that git reaches over HTTPS or SSH.',
    'Copy it from the page of the repository, for example git@bitbucket.org:team/name.git',
  );
}

/** The arguments of the one git command; `--` keeps an address from ever being an option. */
export const listRemoteArguments = (repository: string): readonly string[] => [
  'ls-remote',
  '--quiet',
  '--heads',
  '--',
  repository,
];

/**
 * Lets the user's own git ask the repository for its branches: their settings, their keys, which we neither see nor
 * change. It cannot ask for a password, because nobody would answer.
 */
export function listRemote(repository: string, stop: AbortSignal, git = 'git'): Promise<Attempt> {
  const startedAt = new Date();
  const began = performance.now();
  return new Promise((resolve) => {
    const child = spawn(git, [...listRemoteArguments(repository)], {
      env: { ...process.env, GIT_TERMINAL_PROMPT: '0' },
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: LIMIT_MS,
      signal: stop,
      windowsHide: true,
    });
    let said = '';
    child.stderr.on('data', (piece: Buffer) => {
      said = (said + piece.toString('utf8')).slice(0, 2000);
    });
    const finish = (error: string | null): void =>
      resolve({
        ...{ kind: 'git-ls-remote', arm: 'git', address: null, port: null, sourcePort: null },
        startedAt: startedAt.toISOString(),
        phase: error === null ? 'done' : 'git',
        ms: Math.round(performance.now() - began),
        error: error?.slice(0, 500) ?? null,
      });
    child.on('error', (error) => finish(stop.aborted ? 'stopped' : error.message));
    child.on('close', (code, signalName) => {
      const lines = said.split('\n').filter((line) => line.trim() !== '');
      finish(code === 0 ? null : maskSecrets(lines[0] ?? `git ended with ${signalName ?? code}`).text);
    });
  });
}
