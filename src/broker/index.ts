import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { EXIT_NO_RIGHTS } from '../contract/broker.ts';
import { systemHostsFile } from '../hosts-file/hosts-file-path.ts';
import { readBootstrap } from './bootstrap.ts';
import { type EndReason, serve } from './serve.ts';
import { findTools, SURROUNDINGS } from './tools.ts';

/**
 * The broker: the one part that runs with administrator rights. `broker.cjs BOOTSTRAP-FOLDER` dials back to the
 * program that asked, does the few things of src/contract/broker.ts for it, and ends with it.
 */
declare const __BROKER_VERSION__: string | undefined;

const DIAL_LIMIT_MS = 10_000;

function hasRights(): boolean {
  if (process.getuid !== undefined) return process.getuid() === 0;
  try {
    // Only administrators may look in there.
    readdirSync('C:\\Windows\\System32\\config');
    return true;
  } catch {
    return false;
  }
}

/** Who pressed the button, as pkexec and sudo tell; null where nobody does (macOS, root itself). */
function askedBy(): number | null {
  const text = process.env.PKEXEC_UID ?? process.env.SUDO_UID;
  return text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : null;
}

function leave(code: number, why: string): never {
  process.stderr.write(`broker: ${why}\n`);
  process.exit(code);
}

async function main(words: readonly string[]): Promise<void> {
  if (!hasRights()) leave(EXIT_NO_RIGHTS, 'not started with rights');
  const [folder] = words;
  if (folder === undefined || words.length !== 1) leave(64, 'usage: broker.cjs FOLDER');
  const uid = askedBy();
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, SURROUNDINGS.env);
  process.umask(0o077);
  const bootstrap = readBootstrap(folder, uid);
  if ('why' in bootstrap) leave(65, bootstrap.why);
  // Dialled from inside the folder, so that the path cannot be exchanged; then we are nowhere.
  const socket = connect({ path: bootstrap.dial });
  process.chdir(SURROUNDINGS.cwd);
  // Only of the dialling: a later error is the conversation's, which first ends its capture.
  const dialled = once(socket, 'connect', { signal: AbortSignal.timeout(DIAL_LIMIT_MS) });
  await dialled.catch((error) => leave(66, error.message));
  const talk = serve({
    socket,
    token: bootstrap.token,
    version: typeof __BROKER_VERSION__ === 'string' ? __BROKER_VERSION__ : 'source',
    tools: findTools(),
    hostsFile: systemHostsFile(),
  });
  for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(name, () => talk.end('signal'));
  process.on('uncaughtException', () => talk.end('signal'));
  void talk.ended.then((why: EndReason) => leave(why === 'bye' || why === 'closed' ? 0 : 1, why));
}

void main(process.argv.slice(2));
