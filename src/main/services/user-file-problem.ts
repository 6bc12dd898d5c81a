import { fail, type Problem } from '../../contract/problem.ts';
import type { HostsFileTroubleKind } from '../../hosts-file/hosts-file-trouble.ts';

const MESSAGES: Partial<Readonly<Record<HostsFileTroubleKind, readonly [string, string]>>> = {
  'no-permission': ['may not be read or changed by you.', 'Look at its owner and mode: it should be yours.'],
  'not-a-file': ['is no ordinary file.', 'Have a look at what lies there.'],
  'managed-elsewhere': [
    'is built from a description (Nix, Guix), so a change would be lost or refused.',
    'Add the lines to that description.',
  ],
  immutable: ['carries a flag that forbids every change.', 'Somebody set it on purpose; lsattr shows it.'],
  'read-only-disk': ['lies on a read-only disk.', 'Use another way: --with hosts.'],
  'disk-full': ['could not be written: the disk is full. It is as it was.', 'Free some space and try again.'],
  'in-use': ['is held by another program.', 'Try again in a minute.'],
  'changed-meanwhile': [
    'changed after the change was worked out, so nothing was written.',
    'Look at the change again and repeat it.',
  ],
  'not-kept': ['was written, but another program changed it back at once.', 'Find out which one did.'],
};

/** Words for a configuration file of the user's that could not be read or written. */
export function problemOfUserFile(
  what: 'git' | 'ssh',
  path: string,
  trouble: { readonly kind: HostsFileTroubleKind; readonly detail: string },
): { ok: false; problem: Problem } {
  const [words, hint] = MESSAGES[trouble.kind] ?? [
    `could not be used (${trouble.detail}).`,
    'Look at that file.',
  ];
  const kind =
    trouble.kind === 'disk-full'
      ? 'disk-full'
      : trouble.kind === 'no-permission'
        ? 'no-permission'
        : 'not-readable';
  return fail(kind, `The ${what} configuration ${path} ${words}`, hint);
}
