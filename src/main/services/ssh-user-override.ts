import { fail, type Problem, type Result, succeed } from '../../contract/problem.ts';
import type { UserChange, Workaround } from '../../contract/workaround.ts';
import { whyUntouchable } from '../../core/hosts/hosts-lines.ts';
import { revertDiff } from '../../core/hosts/override-diff.ts';
import { planRevert } from '../../core/hosts/revert-override.ts';
import { planSshOverride, readSshStatus } from '../../core/hosts/ssh-config-override.ts';
import { type SshSettings, unwantedSshChanges, whySshIgnores } from '../../core/hosts/ssh-settings.ts';
import { sha256Of } from '../../hosts-file/read-hosts-file.ts';
import { readUserFile, removeUserFile, type UserFile, writeUserFile } from '../node/user-file.ts';
import { problemOfUserFile } from './user-file-problem.ts';
import type { UserOverridePlace, UserOverrideRequest, UserRevertRequest } from './user-override.ts';
import { backUpUserFile, bytesBefore, dropRecord, readRecord, writeRecord } from './user-override-record.ts';

const SSH_MODE = 0o600;
const NOTHING = new Uint8Array();

/** What ssh's configuration says of the override, and what ssh itself says it would do. */
export async function readSsh(
  { sshConfig, askSsh }: UserOverridePlace,
  names: readonly string[],
  now: Date,
): Promise<Workaround['userLevel']['ssh']> {
  const read = readUserFile(sshConfig);
  const status = readSshStatus(read.ok ? (read.value.bytes ?? NOTHING) : NOTHING);
  const available = (await askSsh(names[0] ?? 'bitbucket.org')) !== null;
  const entries = status.block?.entries ?? [];
  const effect: Workaround['userLevel']['ssh']['effect'] = [];
  for (const { name, address } of entries) {
    const settings = await askSsh(name);
    const because = settings === null ? 'ssh could not be asked.' : whySshIgnores(settings, name, address);
    effect.push({ name, effective: because === null, because });
  }
  return {
    available,
    path: read.ok ? read.value.path : sshConfig,
    block: status.block && {
      ...status.block,
      entries: [...entries],
      expired: Date.parse(status.block.expiresAt) <= now.getTime(),
    },
    damaged: status.damaged,
    effect,
  };
}

const damaged = (): { ok: false; problem: Problem } =>
  fail(
    'not-readable',
    'Half of an earlier override is in your ssh configuration: one of its two marker lines is missing.',
    'Remove the lines between and including the markers by hand, then try again.',
  );

const UNTOUCHABLE = (): { ok: false; problem: Problem } =>
  fail('not-readable', 'Your ssh configuration is no ordinary text file.', 'Have it repaired first.');

async function askAll(
  { askSsh }: UserOverridePlace,
  names: readonly string[],
): Promise<readonly (SshSettings | null)[]> {
  const answers: (SshSettings | null)[] = [];
  for (const name of names) answers.push(await askSsh(name));
  return answers;
}

export async function applySsh(
  place: UserOverridePlace,
  { address, names, facts, dryRun }: UserOverrideRequest,
): Promise<Result<UserChange>> {
  const read = readUserFile(place.sshConfig);
  if (!read.ok) return problemOfUserFile('ssh', place.sshConfig, read);
  const before = read.value.bytes ?? NOTHING;
  if (whyUntouchable(before) !== null) return UNTOUCHABLE();
  const plan = planSshOverride(
    before,
    names.map((name) => ({ address, name })),
    facts,
  );
  if (plan.kind !== 'change')
    return plan.kind === 'damaged-block'
      ? damaged()
      : fail(
          'usage',
          'The override is already in your ssh configuration.',
          'Take it off first: workaround revert --with ssh',
        );
  const asked = await askAll(place, names);
  if (asked.includes(null))
    return fail(
      'not-found',
      'ssh was not found, or refuses its configuration.',
      'See what it says: ssh -G bitbucket.org',
    );
  const { path } = read.value;
  const change: UserChange = {
    ...{ way: 'ssh', path, diff: [...plan.diff], written: false, backup: null, effective: null, notes: [] },
  };
  if (dryRun) return succeed(change);
  const backup = read.value.bytes === null ? null : await backUpUserFile(place.dataFolder, 'ssh', before);
  const written = await writeUserFile(read.value, plan.bytes, SSH_MODE);
  if (!written.ok) return problemOfUserFile('ssh', path, written);
  const { folderMade } = written.value;
  const after = await askAll(place, names);
  const why = names.flatMap((name, index) => {
    const settings = after[index];
    return settings
      ? (whySshIgnores(settings, name, address) ?? [])
      : 'ssh refuses the changed configuration.';
  })[0];
  if (why !== undefined) {
    await putBack(read.value, plan.bytes, folderMade);
    return fail(
      'not-readable',
      `${why} Your configuration was put back as it was.`,
      'Look at the lines for that host in your ssh configuration.',
    );
  }
  await writeRecord(place.dataFolder, 'ssh', {
    ...{ schema: 'user-override/1', path, address, madeAt: facts.madeAt, expiresAt: facts.expiresAt },
    ...{ existed: read.value.bytes !== null, folderMade, backup, sha256After: sha256Of(plan.bytes) },
  });
  return succeed({
    ...change,
    written: true,
    backup,
    effective: true,
    notes: sideEffects(names, asked, after),
  });
}

/** A `Match host` of the user's no longer matches: said, because a key may not be offered any more. */
function sideEffects(
  names: readonly string[],
  before: readonly (SshSettings | null)[],
  after: readonly (SshSettings | null)[],
): string[] {
  return names.flatMap((name, index) => {
    const [one, other] = [before[index], after[index]];
    const changed = one && other ? unwantedSshChanges(one, other) : [];
    return changed.length === 0
      ? []
      : `For ${name} ssh now also has another ${changed.join(', ')}: a "Match host" of yours compares with the address now. "Match originalhost" compares with the name.`;
  });
}

async function putBack(file: UserFile, written: Uint8Array, folderMade: boolean): Promise<void> {
  if (file.bytes === null) await removeUserFile(file.path, folderMade);
  else await writeUserFile({ path: file.path, bytes: written }, file.bytes, SSH_MODE);
}

export async function revertSsh(
  place: UserOverridePlace,
  { evenIfEdited, dryRun }: UserRevertRequest,
): Promise<Result<UserChange>> {
  const read = readUserFile(place.sshConfig);
  if (!read.ok) return problemOfUserFile('ssh', place.sshConfig, read);
  const { path, bytes } = read.value;
  const change: UserChange = {
    ...{ way: 'ssh', path, diff: [], written: false, backup: null, effective: null, notes: [] },
  };
  const plan = planRevert(bytes ?? NOTHING);
  switch (plan.kind) {
    case 'untouchable':
      return UNTOUCHABLE();
    case 'damaged-block':
      return damaged();
    case 'nothing-there':
      if (!dryRun) await dropRecord(place.dataFolder, 'ssh');
      return succeed(change);
    case 'edited-block':
      if (!evenIfEdited && !dryRun)
        return fail(
          'usage',
          'Somebody changed the lines of the override in your ssh configuration by hand, so it is not removed without a word.',
          'Look at it with: workaround revert --with ssh --dry-run. Remove it all the same with: --edited',
        );
      break;
    case 'change':
      break;
  }
  const shown = { ...change, diff: revertDiff(bytes ?? NOTHING, plan.bytes) };
  if (dryRun || bytes === null) return succeed(shown);
  const record = await readRecord(place.dataFolder, 'ssh');
  if ((await bytesBefore(record, path, bytes)) === 'absent')
    await removeUserFile(path, record?.folderMade ?? false);
  else {
    const written = await writeUserFile(read.value, plan.bytes, SSH_MODE);
    if (!written.ok) return problemOfUserFile('ssh', path, written);
  }
  await dropRecord(place.dataFolder, 'ssh');
  return succeed({ ...shown, written: true, effective: false });
}
