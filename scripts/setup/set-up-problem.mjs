import { statfsSync } from 'node:fs';

/**
 * What went wrong in the set-up, in a sentence that says what to do. The first pattern that matches wins:
 * a full disk often shows up together with follow-up errors that look like a network or permission fault.
 */
const KINDS = [
  {
    kind: 'disk-full',
    pattern:
      /ENOSPC|No space left on device|not enough free space|EDQUOT|Disk quota exceeded|ERROR_DISK_FULL/i,
    words: (what, folder) =>
      `The disk is full while ${what}: free at least 2 GB on the disk that holds ${folder} and run the same command again.`,
  },
  {
    kind: 'package-manager-busy',
    pattern: /Could not get lock|Unable to acquire the dpkg frontend lock|dpkg was interrupted/i,
    words: (what) =>
      `Another package manager is busy while ${what}: wait until it has finished and run the same command again.`,
  },
  {
    kind: 'damaged-download',
    pattern:
      /EINTEGRITY|integrity checksum failed|Hash Sum mismatch|unexpected end of file|not in gzip format/i,
    words: (what) =>
      `A download arrived damaged while ${what}: run "npm cache verify" and then the same command again.`,
  },
  {
    kind: 'no-network',
    pattern:
      /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|ERR_INVALID_URL|UND_ERR|fetch failed|Temporary failure resolving|Could not resolve|Failed to fetch|Could not connect/i,
    words: (what) =>
      `The network is not reachable while ${what}: check the connection and the proxy settings (npm config get proxy) and run the same command again.`,
  },
  {
    kind: 'not-in-registry',
    pattern: /\bE404\b|ETARGET|E40[13]\b|Unable to locate package|has no installation candidate/i,
    words: (what) =>
      `The package source refused a package while ${what}: check which source is set (npm config get registry, or the apt sources) and run the same command again.`,
  },
  {
    kind: 'no-permission',
    pattern: /EACCES|EPERM|EROFS|Permission denied|are you root|Read-only file system/i,
    words: (what, folder) =>
      `Permission was denied while ${what}: make sure your user owns ${folder} (or run the command as the user who does) and run it again.`,
  },
  {
    kind: 'lockfile-mismatch',
    pattern: /can only install packages when your package\.json and package-lock\.json|EUSAGE/i,
    words: (what) =>
      `package.json and package-lock.json disagree while ${what}: run "npm install" once and commit the lockfile.`,
  },
];

/**
 * @param {string} output everything the failed program printed
 * @param {{ what: string, folder: string, timedOut?: boolean }} context `what` reads after "while": "installing the dependencies"
 * @returns {{ kind: string, message: string }}
 */
export function describeSetUpProblem(output, context) {
  const known = KINDS.find(({ pattern }) => pattern.test(output));
  if (known) return { kind: known.kind, message: known.words(context.what, context.folder) };
  if (context.timedOut) {
    return {
      kind: 'timed-out',
      message: `Nothing came back in time while ${context.what}: check the connection and run the same command again.`,
    };
  }
  return {
    kind: 'unknown',
    message: `Something unexpected happened while ${context.what}: read the lines above, and run the same command again once they are dealt with.`,
  };
}

/** Expected ends of the set-up travel as this error, so that main() prints one sentence and no stack. */
export class SetUpStop extends Error {
  /** @param {string} message @param {string} [details] printed above the sentence */
  constructor(message, details = '') {
    super(message);
    this.details = details;
  }
}

const MEGABYTE = 1024 * 1024;
/** Below this a failure is put down to the full disk, whatever the tool says: not every tool passes the reason on. */
const ALMOST_NOTHING_MB = 100;

/** @param {string} folder @returns {number} megabytes an ordinary user can still write there */
export function freeMegabytes(folder) {
  const { bavail, bsize } = statfsSync(folder);
  return Math.floor((bavail * bsize) / MEGABYTE);
}

/**
 * Stops before the work when the disk cannot hold its result.
 *
 * @param {number} neededMegabytes
 * @param {{ what: string, folder: string }} context
 * @param {(folder: string) => number} [free]
 */
export function requireSpace(neededMegabytes, context, free = freeMegabytes) {
  if (free(context.folder) >= neededMegabytes) return;
  throw new SetUpStop(describeSetUpProblem('ENOSPC', context).message);
}

/**
 * Throws the stop for a failed tool.
 *
 * @param {{ output: string, timedOut: boolean }} result
 * @param {{ what: string, folder: string }} context
 * @returns {never}
 */
export function stopBecause(result, context) {
  const full = freeMegabytes(context.folder) < ALMOST_NOTHING_MB ? 'ENOSPC\n' : '';
  const problem = describeSetUpProblem(full + result.output, { ...context, timedOut: result.timedOut });
  const tail = result.output.trim().split('\n').slice(-15).join('\n');
  throw new SetUpStop(problem.message, problem.kind === 'unknown' ? tail : '');
}
