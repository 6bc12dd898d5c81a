import { execFile } from 'node:child_process';
import { connect } from 'node:net';

/** What a program was seen to do; `address` is null when it went nowhere. */
export interface SeenConnection {
  readonly address: string | null;
  /** What it said, for a person to read. */
  readonly detail: string;
  /** The program is not here, so nothing was asked. */
  readonly absent: boolean;
}

const LIMIT_MS = 10_000;

/** A new TCP session to the name, as any program makes one; closed as soon as it is open. */
export function seeFreshConnection(name: string, port = 443): Promise<SeenConnection> {
  return new Promise((resolve) => {
    const socket = connect({ host: name, port });
    const end = (address: string | null, detail: string): void => {
      socket.destroy();
      resolve({ address, detail, absent: false });
    };
    socket.setTimeout(LIMIT_MS, () => end(null, `no answer in ${LIMIT_MS / 1000} s`));
    socket.on('error', (error) => end(null, error.message));
    socket.once('connect', () => end(socket.remoteAddress ?? null, `port ${port}`));
  });
}

/**
 * Where the user's own git goes for the name, by its own settings. It asks for a repository that does not exist, with
 * every credential helper off, so nothing of the user's is sent; curl's connection line tells the address.
 */
export const seeGit = async (name: string): Promise<SeenConnection> => {
  const url = `https://${name}/bitbucket-reset-doctor/where-do-you-go.git`;
  const said = await run('git', ['-c', 'credential.helper=', '-c', 'core.askPass=', 'ls-remote', url], {
    GIT_TERMINAL_PROMPT: '0',
    GIT_TRACE_CURL: '1',
    GIT_TRACE_CURL_NO_DATA: '1',
  });
  return readConnection(said, GIT_CONNECTED);
};

/** `Connected to bitbucket.org (18.205.93.1) port 443`; curl 8 also writes `Established connection to … (… port …)`. */
export const GIT_CONNECTED = /(?:Connected|Established connection) to \S+ \(([0-9a-fA-F.:]+)(?: port \d+|\))/;

/**
 * Where the user's own ssh goes for the name, by its own settings. No key and no agent is used, and no known-hosts file
 * is read or written: the address stands in ssh's own account, before any of that.
 */
export const seeSsh = async (name: string): Promise<SeenConnection> => {
  const off = [
    ...['BatchMode=yes', 'ConnectTimeout=8', 'PubkeyAuthentication=no', 'PasswordAuthentication=no'],
    ...['KbdInteractiveAuthentication=no', 'GSSAPIAuthentication=no', 'StrictHostKeyChecking=no'],
    ...['ControlPath=none', 'UserKnownHostsFile=/dev/null', 'GlobalKnownHostsFile=/dev/null'],
  ];
  const words = ['-v', '-T', ...off.flatMap((option) => ['-o', option]), '--', `git@${name}`];
  return readConnection(await run('ssh', words, {}), SSH_CONNECTING);
};

/** `debug1: Connecting to bitbucket.org [18.205.93.1] port 22.` */
export const SSH_CONNECTING = /Connecting to \S+ \[([0-9a-fA-F.:]+)\] port \d+/;

/** @returns the address in a program's account of itself; the last one, because programs try one after the other */
export function readConnection(said: string | null, pattern: RegExp): SeenConnection {
  if (said === null) return { address: null, detail: 'not installed', absent: true };
  const found = [...said.matchAll(new RegExp(pattern, 'g'))].at(-1);
  const last = said
    .split('\n')
    .filter((line) => line.trim() !== '')
    .at(-1);
  return {
    address: found?.[1] ?? null,
    detail: (found?.[0] ?? last ?? 'it said nothing').trim().slice(0, 200),
    absent: false,
  };
}

/** What it wrote to its standard error; null when there is no such program. */
function run(
  program: string,
  words: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<string | null> {
  return new Promise((resolve) => {
    const options = {
      env: { ...process.env, ...env, LC_ALL: 'C' },
      timeout: LIMIT_MS + 5_000,
      windowsHide: true,
      maxBuffer: 4 * 1024 * 1024,
      encoding: 'utf8' as const,
    };
    execFile(program, [...words], options, (error, _stdout, stderr) =>
      resolve((error as NodeJS.ErrnoException | null)?.code === 'ENOENT' ? null : stderr),
    );
  });
}
