import type { Workaround } from '../contract/workaround.ts';
import { bold, inert, quiet, type Terminal, wrap } from './terminal.ts';

const SIGNS = { same: ' ', removed: '-', added: '+' } as const;

function statusLines({ hostsFile, userLevel }: Workaround): string[] {
  if (hostsFile === null) return [];
  const { block, path, damaged, overrides } = hostsFile;
  const lines =
    block === null
      ? [`No override of this program is in ${path}.`]
      : [
          `An override is in ${path} since ${block.madeAt}, ${block.expired ? `expired ${block.expiresAt}: take it off` : `until ${block.expiresAt}`}.`,
          ...block.entries.map(({ name, address }) => `  ${name} -> ${address}`),
          ...(block.edited ? ['  Somebody changed it by hand.'] : []),
        ];
  if (damaged) lines.push('Half of an override is in the file; a person has to look at it.');
  for (const { name, addresses } of overrides)
    if (!block?.entries.some((entry) => entry.name === name))
      lines.push(`The file gives ${name} the address ${addresses.join(', ')}.`);
  for (const { name, address } of userLevel.git.overrides) lines.push(`git sends ${name} to ${address}.`);
  return lines;
}

function addressLines({ addresses, recommended }: Workaround): string[] {
  return addresses.flatMap(({ address, because, usable }) => [
    `${usable ? 'usable  ' : 'not used'} ${address}${address === recommended ? ' (recommended)' : ''}: ${because}`,
  ]);
}

function changeLines({ change, dryRun, action }: Workaround, terminal: Terminal): string[] {
  if (change === null) return [];
  if (change.diff.length === 0)
    return [action === 'revert' ? 'There was nothing to take off.' : 'Nothing to change.'];
  const shown = change.diff.map(({ kind, line, text }) => {
    const row = `${SIGNS[kind]} ${String(line).padStart(5)}  ${inert(text)}`;
    return kind === 'same' ? quiet(terminal, row) : row;
  });
  const end = dryRun
    ? 'Nothing was written (--dry-run).'
    : `Written. The file as it was: ${change.backup ?? 'not kept'}`;
  return [...shown, '', end];
}

export function workaroundAsText(document: Workaround, terminal: Terminal): string {
  const lines: string[] = [];
  const part = (found: readonly string[]): void => {
    if (found.length > 0) lines.push(...found, '');
  };
  if (document.refusal !== null) part([bold(terminal, wrap(document.refusal, 88))]);
  part(addressLines(document));
  part(changeLines(document, terminal));
  if (document.action === 'status' || document.change?.written) part(statusLines(document));
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
