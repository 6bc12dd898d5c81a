import type { Refusal } from '../../contract/broker.ts';
import { fail, type Problem } from '../../contract/problem.ts';
import { assertNever } from '../../core/assert-never.ts';
import type { LaunchFailure } from '../broker-client.ts';
import { problemOfHosts } from '../services/hosts-override.ts';
import type { ManualReason } from './choose-way.ts';

type Failed = { readonly ok: false; readonly problem: Problem };

/** What rights were wanted for, in the words that differ. */
export type Purpose = 'capture' | 'hosts';
const PURPOSES = {
  capture: {
    byHand: 'You can also run the command shown yourself, and then open the file it made.',
    nothing: 'nothing was captured',
    again: 'Start the capture again when ready.',
    part: 'captures',
    doing: 'Capturing',
    otherwise: 'Capture with a tool of your own and open the file.',
  },
  hosts: {
    byHand: 'You can also make the change yourself with the lines shown.',
    nothing: 'nothing was changed',
    again: 'Apply the change again when ready.',
    part: 'changes the hosts file',
    doing: 'Changing the hosts file',
    otherwise: 'Make the change yourself with the lines shown.',
  },
} as const;
const BY_HAND = PURPOSES.capture.byHand;
const noRights =
  (reason: string, detail: string) =>
  (message: string, hint: string): Failed =>
    fail('no-rights', message, hint, { reason, ...(detail === '' ? {} : { detail }) });

/** Why nobody with rights came. */
export function problemOfLaunch({ kind, detail }: LaunchFailure, purpose: Purpose = 'capture'): Failed {
  const { byHand, nothing, again, part } = PURPOSES[purpose];
  const refuse = noRights(kind, detail);
  switch (kind) {
    case 'declined':
      return refuse(
        `The system’s question for permission was answered with no, so ${nothing}.`,
        `You will not be asked again unless you want to be. ${byHand}`,
      );
    case 'no-agent':
      return refuse(
        'This desktop has no program that can ask for an administrator’s permission (a polkit agent).',
        `Start one, for example polkit-gnome or lxpolkit, or log in to a full desktop. ${byHand}`,
      );
    case 'policy-forbids':
      return refuse(
        'The system did not give permission: its policy forbids it for you, or the password was wrong.',
        `Ask whoever looks after this computer. ${byHand}`,
      );
    case 'standard-user':
      return refuse(
        'The name or password given does not belong to an administrator of this computer.',
        `Ask an administrator to type theirs. ${byHand}`,
      );
    case 'unavailable':
      return refuse('This system’s way to ask for permission does not work here.', byHand);
    case 'cancelled':
      return fail('cancelled', 'You stopped waiting for the permission.', again);
    case 'failed':
      return refuse(`The part that ${part} with permission could not be started.`, byHand);
    default:
      return assertNever(kind);
  }
}

/** Why nobody was asked at all. */
export function problemOfManual(reason: ManualReason, detail: string, purpose: Purpose = 'capture'): Failed {
  const { byHand, doing, otherwise } = PURPOSES[purpose];
  const refuse = noRights(reason, detail);
  switch (reason) {
    case 'untrusted-program':
      return refuse(
        'This copy of the program lies where others than an administrator can change it, so it does not ask for permission.',
        `Install it for all users. ${byHand}`,
      );
    case 'no-way-to-ask':
      return refuse('This system has no pkexec to ask for permission with.', `Install polkit. ${byHand}`);
    case 'declined':
      return refuse('You said no to the permission before, so you are not asked again.', byHand);
    case 'unknown-system':
      return refuse(`${doing} is not known on ${detail}.`, otherwise);
    default:
      return assertNever(reason);
  }
}

/** Why the one with rights did not capture. */
export function problemOfRefusal({ kind, message }: Refusal): Failed {
  switch (kind) {
    case 'no-tool':
      return fail(
        'not-found',
        'No program that captures packets is installed here.',
        'Install tcpdump, or Wireshark on Windows, and try again.',
      );
    case 'unknown-interface':
      return fail('usage', message, 'Choose “any”, or one of the interfaces listed.');
    case 'over-limit':
      return fail('usage', `That is more than is allowed. ${message}`, 'Choose smaller limits.');
    case 'busy':
      return fail('usage', message, 'Stop it first.');
    case 'failed':
      return fail(
        'not-readable',
        `The capture could not be started: ${message || 'no reason given'}`,
        BY_HAND,
      );
    default:
      // What only a hosts file can be is said in the words for hosts files.
      return problemOfHosts(kind, message);
  }
}
