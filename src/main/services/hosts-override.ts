import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fail, type Problem, type Result, succeed } from '../../contract/problem.ts';
import type { HostsStatusView, Workaround } from '../../contract/workaround.ts';
import { type OverrideRequest, planOverride } from '../../core/hosts/apply-override.ts';
import { readHostsStatus } from '../../core/hosts/hosts-status.ts';
import { competingLines, overrideDiff, revertDiff } from '../../core/hosts/override-diff.ts';
import { planRevert } from '../../core/hosts/revert-override.ts';
import { systemHostsFile } from '../../hosts-file/hosts-file-path.ts';
import type { HostsFileResult, HostsFileTroubleKind } from '../../hosts-file/hosts-file-trouble.ts';
import { type HostsFileContent, readHostsFile, sha256Of } from '../../hosts-file/read-hosts-file.ts';
import type { HostsFileChange, WrittenHostsFile } from '../../hosts-file/write-hosts-file.ts';

/** Writes the file: as this process when it may, through the broker otherwise. */
export type WriteHosts = (change: HostsFileChange) => Promise<HostsFileResult<WrittenHostsFile>>;

export type HostsChange = NonNullable<Workaround['change']>;

const WORDS: Readonly<Record<HostsFileTroubleKind, readonly [message: string, hint: string]>> = {
  absent: ['There is no hosts file at that place.', 'Check the path after --hosts-file.'],
  'no-permission': [
    'The hosts file may only be changed by an administrator.',
    'Run the command again with sudo, or as administrator; or use the git and ssh overrides, which need no rights.',
  ],
  'not-a-file': ['The hosts file is no ordinary file.', 'Name the file itself.'],
  'managed-elsewhere': [
    'This system builds its hosts file from a description, so a change would be lost or refused.',
    'Add the line to that description (on NixOS: networking.hosts), or use the git and ssh overrides.',
  ],
  immutable: [
    'The hosts file carries a flag that forbids every change.',
    'Somebody set it on purpose. On Linux lsattr shows it and chattr -i takes it off; on macOS ls -lO and chflags nouchg.',
  ],
  'read-only-disk': [
    'The disk with the hosts file is read-only.',
    'Use the git and ssh overrides, which lie in your home folder.',
  ],
  'disk-full': ['The disk is full; the hosts file is as it was.', 'Free some space and try again.'],
  'in-use': [
    'Another program holds the hosts file, often security software.',
    'Try again in a minute, or ask whoever looks after that software.',
  ],
  'changed-meanwhile': [
    'The hosts file changed after the change was worked out, so nothing was written.',
    'Look at the change again and repeat it.',
  ],
  'not-kept': [
    'The hosts file was written, but another program changed it back at once, often security software.',
    'Ask whoever looks after that software, or use the git and ssh overrides.',
  ],
  'too-large': ['The hosts file is too large to be edited safely.', 'Use the git and ssh overrides.'],
  failed: ['The hosts file could not be used.', 'Use the git and ssh overrides, which need no rights.'],
};

export function problemOfHosts(kind: HostsFileTroubleKind, detail: string): { ok: false; problem: Problem } {
  const [message, hint] = WORDS[kind];
  const text = kind === 'failed' ? `${message} (${detail})` : message;
  const problemKind =
    kind === 'no-permission'
      ? 'no-rights'
      : kind === 'absent'
        ? 'not-found'
        : kind === 'disk-full'
          ? 'disk-full'
          : kind === 'too-large'
            ? 'too-large'
            : 'not-readable';
  return fail(problemKind, text, hint);
}

export function readHosts(path: string): Result<HostsFileContent> {
  const read = readHostsFile(path);
  return read.ok ? succeed(read.value) : problemOfHosts(read.kind, read.detail);
}

export function viewHosts(
  content: HostsFileContent,
  path: string,
  names: readonly string[],
  now: Date,
): HostsStatusView {
  const { block, damaged, overrides } = readHostsStatus(content.bytes, names);
  return {
    path,
    isSystem: path === systemHostsFile(),
    block: block && {
      ...block,
      entries: [...block.entries],
      expired: Date.parse(block.expiresAt) <= now.getTime(),
    },
    damaged,
    overrides: overrides.map(({ name, addresses }) => ({ name, addresses: [...addresses] })),
  };
}

const UNTOUCHABLE = {
  'too-large': 'The hosts file is too large to be edited safely.',
  'utf-16': 'The hosts file is written in UTF-16, so no resolver reads it.',
  binary: 'The hosts file holds zero bytes, so it is no text file any more.',
} as const;

const damagedBlock = (lines: string): { ok: false; problem: Problem } =>
  fail(
    'not-readable',
    `Half of an earlier override is in the hosts file${lines}: one of its two marker lines is missing.`,
    'Remove the lines between and including the markers by hand, then try again.',
  );

export interface PlannedHosts extends Pick<HostsChange, 'diff' | 'competing'> {
  readonly change: HostsFileChange | null;
}

/** The file with the override in it, not yet written. */
export function planHostsOverride(content: HostsFileContent, request: OverrideRequest): Result<PlannedHosts> {
  const plan = planOverride(content.bytes, request);
  switch (plan.kind) {
    case 'untouchable':
      return fail(
        'not-readable',
        UNTOUCHABLE[plan.why],
        'Have it repaired first, or use the git and ssh overrides.',
      );
    case 'damaged-block':
      return damagedBlock('');
    case 'already-there':
      return fail(
        'usage',
        'The override is already in the hosts file.',
        'Take it off first: workaround revert',
      );
    case 'change':
      return succeed({
        diff: overrideDiff(content.bytes, plan.bytes),
        competing: competingLines(
          content.bytes,
          request.entries.map(({ name }) => name),
        ),
        change: { path: content.path, expectedSha256: content.sha256, next: plan.bytes },
      });
  }
}

/** The file without the override; `change` is null when there is none in it. */
export function planHostsRevert(content: HostsFileContent, evenIfEdited: boolean): Result<PlannedHosts> {
  const plan = planRevert(content.bytes);
  switch (plan.kind) {
    case 'untouchable':
      return fail('not-readable', UNTOUCHABLE[plan.why], 'Have it repaired first.');
    case 'damaged-block':
      return damagedBlock(` (line ${plan.lines.join(', ')})`);
    case 'nothing-there':
      return succeed({ diff: [], competing: [], change: null });
    case 'edited-block':
      if (!evenIfEdited)
        return fail(
          'usage',
          'Somebody changed the lines of the override by hand, so it is not removed without a word.',
          'Look at it with: workaround revert --dry-run. Remove it all the same with: workaround revert --edited',
        );
      break;
    case 'change':
      break;
  }
  return succeed({
    diff: revertDiff(content.bytes, plan.bytes),
    competing: [],
    change: { path: content.path, expectedSha256: content.sha256, next: plan.bytes },
  });
}

/** One copy of the file as it was, readable by its owner alone, named by its digest. */
export async function backUpHosts(content: HostsFileContent, folder: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `hosts-${content.sha256.slice(0, 16)}`);
  await writeFile(path, content.bytes, { mode: 0o600 });
  return path;
}

/** What a plan comes to, written or not. */
export const describeChange = (
  planned: PlannedHosts,
  content: HostsFileContent,
  written: WrittenHostsFile | null,
  backup: string | null,
): HostsChange => ({
  diff: planned.diff,
  competing: planned.competing,
  sha256Before: content.sha256,
  sha256After: planned.change === null ? content.sha256 : sha256Of(planned.change.next),
  written: written !== null,
  way: written?.way ?? null,
  backup,
});
