import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fail, type Result, succeed } from '../../contract/problem.ts';
import type { UserChange, Workaround } from '../../contract/workaround.ts';
import { diffOf, pairLines } from '../../core/hosts/hosts-diff.ts';
import { splitHosts } from '../../core/hosts/hosts-lines.ts';
import { speaksHttps } from '../../core/workaround/ways.ts';
import { sha256Of } from '../../hosts-file/read-hosts-file.ts';
import {
  addToGitFile,
  type GitOverride,
  gitUses,
  readGitState,
  removeFromGitFile,
} from '../node/git-override.ts';
import { readUserFile, removeUserFile, type UserFile, writeUserFile } from '../node/user-file.ts';
import { problemOfUserFile } from './user-file-problem.ts';
import type { UserOverridePlace, UserOverrideRequest, UserRevertRequest } from './user-override.ts';
import { backUpUserFile, bytesBefore, dropRecord, readRecord, writeRecord } from './user-override-record.ts';

/** git makes its configuration with this mode, less the user's umask. */
const GIT_MODE = 0o644;

type GitView = Workaround['userLevel']['git'];

export async function readGit(
  { dataFolder }: UserOverridePlace,
  names: readonly string[],
  addresses: readonly string[],
  now: Date,
): Promise<GitView> {
  const { version, canResolve, overrides } = await readGitState(names, addresses);
  const record = overrides.length > 0 ? await readRecord(dataFolder, 'git') : null;
  return {
    version,
    canResolve,
    overrides: [...overrides],
    made: record && {
      madeAt: record.madeAt,
      expiresAt: record.expiresAt,
      expired: Date.parse(record.expiresAt) <= now.getTime(),
    },
  };
}

/** Lets git itself edit a copy, so that the change can be shown, and written only if the file is still the same. */
async function editCopy(
  bytes: Uint8Array,
  edit: (file: string) => Promise<boolean>,
): Promise<Uint8Array | null> {
  const folder = await mkdtemp(join(tmpdir(), 'git-configuration-'));
  try {
    const copy = join(folder, 'config');
    await writeFile(copy, bytes, { mode: 0o600 });
    return (await edit(copy)) ? await readFile(copy) : null;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const textsOf = (bytes: Uint8Array): string[] => splitHosts(bytes).map(({ text }) => text);

const changeOf = (path: string, before: Uint8Array, after: Uint8Array): UserChange => ({
  way: 'git',
  path,
  diff: diffOf(pairLines(textsOf(before), textsOf(after))),
  written: false,
  backup: null,
  effective: null,
  notes: [],
});

const NOTHING = new Uint8Array();
const restore = async (file: UserFile, written: Uint8Array, folderMade: boolean): Promise<void> => {
  if (file.bytes === null) await removeUserFile(file.path, folderMade);
  else await writeUserFile({ path: file.path, bytes: written }, file.bytes, GIT_MODE);
};

export async function applyGit(
  place: UserOverridePlace,
  { names, address, facts, dryRun }: UserOverrideRequest,
): Promise<Result<UserChange>> {
  const wanted = names.filter(speaksHttps).map((name): GitOverride => ({ name, address }));
  if (wanted.length === 0)
    return fail('usage', 'git uses none of those names over HTTPS.', 'For SSH: --with ssh');
  const state = await readGitState([], []);
  if (state.version === null)
    return fail('not-found', 'git was not found.', 'Use --with ssh or --with hosts.');
  if (!state.canResolve)
    return fail(
      'usage',
      `This git is version ${state.version}; the setting came with 2.37.`,
      'Update git, or use --with ssh or --with hosts.',
    );
  const read = readUserFile(place.gitConfig);
  if (!read.ok) return problemOfUserFile('git', place.gitConfig, read);
  const before = read.value.bytes ?? NOTHING;
  const present = await readGitState(names, [address]);
  if (present.overrides.length > 0)
    return fail(
      'usage',
      'The override is already in your git configuration.',
      'Take it off first: workaround revert --with git',
    );
  const next = await editCopy(before, async (copy) => {
    for (const each of wanted) if (!(await addToGitFile(copy, each))) return false;
    return true;
  });
  if (next === null)
    return fail(
      'not-readable',
      'git itself cannot edit your git configuration.',
      'See what it says: git config --global --list',
    );
  const change = changeOf(read.value.path, before, next);
  if (dryRun) return succeed(change);
  const backup = read.value.bytes === null ? null : await backUpUserFile(place.dataFolder, 'git', before);
  const written = await writeUserFile(read.value, next, GIT_MODE);
  if (!written.ok) return problemOfUserFile('git', read.value.path, written);
  const { folderMade } = written.value;
  for (const each of wanted)
    if (!(await gitUses(each))) {
      await restore(read.value, next, folderMade);
      return fail(
        'not-readable',
        `git does not take the setting for ${each.name}, so your configuration was put back as it was.`,
        'Another configuration outranks it. See: git config --show-origin --get-all http.curloptResolve',
      );
    }
  await writeRecord(place.dataFolder, 'git', {
    schema: 'user-override/1',
    path: read.value.path,
    address,
    madeAt: facts.madeAt,
    expiresAt: facts.expiresAt,
    existed: read.value.bytes !== null,
    folderMade,
    backup,
    sha256After: sha256Of(next),
  });
  return succeed({ ...change, written: true, backup, effective: true });
}

export async function revertGit(
  place: UserOverridePlace,
  { names, addresses, dryRun }: UserRevertRequest,
): Promise<Result<UserChange>> {
  const { overrides } = await readGitState(names, addresses);
  const read = readUserFile(place.gitConfig);
  if (!read.ok) return problemOfUserFile('git', place.gitConfig, read);
  const { path, bytes } = read.value;
  if (overrides.length === 0 || bytes === null) {
    if (!dryRun) await dropRecord(place.dataFolder, 'git');
    return succeed(changeOf(path, NOTHING, NOTHING));
  }
  const record = await readRecord(place.dataFolder, 'git');
  const before = await bytesBefore(record, path, bytes);
  const next =
    before === 'absent'
      ? NOTHING
      : (before ??
        (await editCopy(bytes, async (copy) => {
          for (const each of overrides) await removeFromGitFile(copy, each);
          return true;
        })) ??
        bytes);
  const change = changeOf(path, bytes, next);
  if (dryRun) return succeed(change);
  if (before === 'absent') await removeUserFile(path, record?.folderMade ?? false);
  else {
    const written = await writeUserFile(read.value, next, GIT_MODE);
    if (!written.ok) return problemOfUserFile('git', path, written);
  }
  await dropRecord(place.dataFolder, 'git');
  const left = (await readGitState(names, addresses)).overrides;
  const notes =
    left.length > 0
      ? ['git still reports the override: it stands in another file of your configuration, too.']
      : [];
  return succeed({ ...change, written: true, effective: left.length > 0, notes });
}
