import { EXIT_NO_RIGHTS } from '../../contract/broker.ts';
import type { LaunchFailure } from '../broker-client.ts';

/** What sudo-prompt gave back. Its text is in the system's language in places, so codes come first. */
export interface PromptEnd {
  readonly message: string;
  readonly stderr: string;
  readonly code: number | null;
}

type Kind = LaunchFailure['kind'];

/** In this order: the first that fits counts. `declined` is last, because the library says it for whatever it does not know. */
const MEANINGS: readonly (readonly [Kind, RegExp])[] = [
  ['no-agent', /No (polkit )?authentication agent found/i],
  ['declined', /Request dismissed|canceled by the user|User cancell?ed|\(-128\)|\(-60006\)/i],
  [
    'policy-forbids',
    /Not authorized|blocked by (group policy|your administrator)|disabled by your administrator/i,
  ],
  ['standard-user', /\(-6000[57]\)|administrator user name or password was incorrect|requires elevation/i],
  [
    'unavailable',
    /Unable to find pkexec|must be setuid root|Error (getting|initializing) authority|Could not connect|not defined\.|not yet supported|No user interaction allowed|\(-1713\)|not recognized as an internal|applet|damaged and can.t be opened/i,
  ],
  ['declined', /User did not grant permission/],
];

/** Turns the end of a prompt into a kind the window has words for. Never says that rights were given: only a hello does. */
export function meaningOf({ message, stderr, code }: PromptEnd): LaunchFailure {
  const detail = `${message} ${stderr}`.trim().slice(0, 1000);
  if (code === EXIT_NO_RIGHTS) return { kind: 'policy-forbids', detail };
  const found = MEANINGS.find(([, pattern]) => pattern.test(message) || pattern.test(stderr));
  return { kind: found?.[0] ?? 'failed', detail };
}
