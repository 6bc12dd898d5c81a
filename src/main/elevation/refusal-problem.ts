import type { Refusal } from '../../contract/broker.ts';
import { fail, type Problem } from '../../contract/problem.ts';
import { assertNever } from '../../core/assert-never.ts';
import type { LaunchFailure } from '../broker-client.ts';
import type { ManualReason } from './choose-way.ts';

type Failed = { readonly ok: false; readonly problem: Problem };

const BY_HAND = 'You can also run the command shown yourself, and then open the file it made.';

/** Why nobody with rights came. */
export function problemOfLaunch({ kind, detail }: LaunchFailure): Failed {
  const noRights = (message: string, hint: string): Failed =>
    fail('no-rights', message, hint, { reason: kind, ...(detail === '' ? {} : { detail }) });
  switch (kind) {
    case 'declined':
      return noRights(
        'The system’s question for permission was answered with no, so nothing was captured.',
        `You will not be asked again unless you want to be. ${BY_HAND}`,
      );
    case 'no-agent':
      return noRights(
        'This desktop has no program that can ask for an administrator’s permission (a polkit agent).',
        `Start one, for example polkit-gnome or lxpolkit, or log in to a full desktop. ${BY_HAND}`,
      );
    case 'policy-forbids':
      return noRights(
        'The system did not give permission: its policy forbids it for you, or the password was wrong.',
        `Ask whoever looks after this computer. ${BY_HAND}`,
      );
    case 'standard-user':
      return noRights(
        'The name or password given does not belong to an administrator of this computer.',
        `Ask an administrator to type theirs. ${BY_HAND}`,
      );
    case 'unavailable':
      return noRights('This system’s way to ask for permission does not work here.', BY_HAND);
    case 'cancelled':
      return fail(
        'cancelled',
        'You stopped waiting for the permission.',
        'Start the capture again when ready.',
      );
    case 'failed':
      return noRights('The part that captures with permission could not be started.', BY_HAND);
    default:
      return assertNever(kind);
  }
}

/** Why nobody was asked at all. */
export function problemOfManual(reason: ManualReason, detail: string): Failed {
  const noRights = (message: string, hint: string): Failed =>
    fail('no-rights', message, hint, { reason, ...(detail === '' ? {} : { detail }) });
  switch (reason) {
    case 'untrusted-program':
      return noRights(
        'This copy of the program lies where others than an administrator can change it, so it does not ask for permission.',
        `Install it for all users. ${BY_HAND}`,
      );
    case 'no-way-to-ask':
      return noRights('This system has no pkexec to ask for permission with.', `Install polkit. ${BY_HAND}`);
    case 'declined':
      return noRights('You said no to the permission before, so you are not asked again.', BY_HAND);
    case 'unknown-system':
      return noRights(
        `Capturing is not known on ${detail}.`,
        'Capture with a tool of your own and open the file.',
      );
    default:
      return assertNever(reason);
  }
}

/** Why the one with rights did not do it. */
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
      return assertNever(kind);
  }
}
