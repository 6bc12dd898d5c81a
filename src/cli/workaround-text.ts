import type { TimedRevertPlan, Workaround } from '../contract/workaround.ts';
import { vanishedWords } from '../core/words/override-words.ts';
import { bold, inert, quiet, type Terminal, wrap } from './terminal.ts';

const SEVERITIES = { useless: 'In the way', partly: 'Partly in the way', advice: 'To know' } as const;
const SIGNS = { same: ' ', removed: '-', added: '+' } as const;

type Block = NonNullable<NonNullable<Workaround['hostsFile']>['block']>;

const since = ({ madeAt, expiresAt, expired }: Pick<Block, 'madeAt' | 'expiresAt' | 'expired'>): string =>
  `since ${madeAt}, ${expired ? `expired ${expiresAt}: take it off` : `until ${expiresAt}`}`;

function blockLines(path: string, block: Block | null, damaged: boolean): string[] {
  const lines =
    block === null
      ? damaged
        ? []
        : [`No override of this program is in ${inert(path)}.`]
      : [
          `An override is in ${inert(path)} ${since(block)}.`,
          ...block.entries.map(({ name, address }) => `  ${inert(name)} -> ${inert(address)}`),
          ...(block.edited ? ['  Somebody changed it by hand.'] : []),
        ];
  if (damaged)
    lines.push(`Half of an override, or several, are in ${inert(path)}; a person has to look at it.`);
  return lines;
}

function hostsLines(hostsFile: Workaround['hostsFile']): string[] {
  if (hostsFile === null) return [];
  const { block, path, damaged, overrides } = hostsFile;
  const lines = blockLines(path, block, damaged);
  for (const { name, addresses } of overrides)
    if (!block?.entries.some((entry) => entry.name === name))
      lines.push(`The file gives ${name} the address ${addresses.join(', ')}.`);
  return lines;
}

function userLines({ git, ssh }: Workaround['userLevel']): string[] {
  const lines =
    git.overrides.length === 0 ? ['No override of this program is in your git configuration.'] : [];
  if (git.made !== null) lines.push(`An override is in your git configuration ${since(git.made)}.`);
  for (const { name, address } of git.overrides) lines.push(`git sends ${name} to ${address}.`);
  lines.push(...blockLines(ssh.path, ssh.block, ssh.damaged));
  for (const { because } of ssh.effect) if (because !== null) lines.push(`  ${inert(because)}`);
  return lines;
}

function addressLines({ addresses, recommended }: Workaround): string[] {
  return addresses.flatMap(({ address, because, usable }) => [
    `${usable ? 'usable  ' : 'not used'} ${address}${address === recommended ? ' (recommended)' : ''}: ${because}`,
  ]);
}

function changeLines(
  { change, userChanges, dryRun, action, hostsFile }: Workaround,
  terminal: Terminal,
): string[] {
  const changes = [
    ...userChanges,
    ...(change === null ? [] : [{ ...change, path: hostsFile?.path ?? 'the hosts file', notes: [] }]),
  ];
  return changes.flatMap(({ path, diff, written, backup, notes }, index) => {
    const before = index === 0 ? [] : [''];
    if (diff.length === 0)
      return [
        ...before,
        action === 'revert' ? `There was nothing to take off in ${inert(path)}.` : 'Nothing to change.',
      ];
    const shown = diff.map(({ kind, line, text }) => {
      const row = `${SIGNS[kind]} ${String(line).padStart(5)}  ${inert(text)}`;
      return kind === 'same' ? quiet(terminal, row) : row;
    });
    const end = dryRun
      ? 'Nothing was written (--dry-run).'
      : !written
        ? 'Nothing was written.'
        : backup === null
          ? 'Written.'
          : `Written. The file as it was: ${backup}`;
    return [
      ...before,
      bold(terminal, inert(path)),
      ...shown,
      '',
      end,
      ...notes.map((note) => wrap(inert(note), 88)),
    ];
  });
}

function timerPlanLines({ because, at, files, commands }: TimedRevertPlan): string[] {
  if (because !== null) return [wrap(`Nothing would take it off by itself. ${inert(because)}`, 88)];
  return [
    `The system would take it off by itself after ${at}. It would be given:`,
    ...files.flatMap(({ path, text }) => [
      inert(path),
      ...text.split('\n').map((line) => `  ${inert(line)}`),
    ]),
    ...commands.map((line) => inert(line)),
  ];
}

export function workaroundAsText(document: Workaround, terminal: Terminal): string {
  const lines: string[] = [];
  const part = (found: readonly string[]): void => {
    if (found.length > 0) lines.push(...found, '');
  };
  if (document.refusal !== null) part([bold(terminal, wrap(document.refusal, 88))]);
  part(
    document.obstacles.map(({ severity, text }) => wrap(`${SEVERITIES[severity]}: ${inert(text)}`, 88, '  ')),
  );
  if (document.pastOverride !== null) part([bold(terminal, wrap(document.pastOverride.words, 88))]);
  part(addressLines(document));
  part(changeLines(document, terminal));
  const { action, change, userChanges } = document;
  if (action === 'status' || change?.written) part(hostsLines(document.hostsFile));
  if (action === 'status' || userChanges.some(({ written }) => written)) part(userLines(document.userLevel));
  const { timedRevert, timedRevertPlan, vanished } = document;
  if (vanished !== null)
    part([wrap(vanishedWords(vanished), 88), `The file of before: ${inert(vanished.backup)}`]);
  if (timedRevertPlan !== null) part(timerPlanLines(timedRevertPlan));
  if (timedRevert !== null)
    part([
      timedRevert.installed
        ? `The system takes it off by itself after ${timedRevert.at}.`
        : wrap(`Nothing takes it off by itself. ${inert(timedRevert.because ?? '')}`, 88),
    ]);
  part(
    document.flushed.map(({ what, line }) =>
      line === null ? `The names kept by ${what} were forgotten.` : `Let ${what} forget its names: ${line}`,
    ),
  );
  part(
    document.effect.map(({ name, addresses, effective }) =>
      effective
        ? `${name} now leads to ${addresses.join(', ')}.`
        : `${name} still leads to ${addresses.join(', ') || 'nothing'}: the override has no effect for it.`,
    ),
  );
  part(document.warnings.map((warning) => wrap(warning, 88)));
  return lines.join('\n').trimEnd();
}
