import type { Case, CaseAction } from '../../contract/case.ts';
import type { Diagnosis } from '../../contract/diagnosis.ts';
import type { InForce } from '../workaround/in-force.ts';

const PLACES = {
  hosts: 'the hosts file',
  git: 'git’s own configuration',
  ssh: 'ssh’s own configuration',
} as const;

/**
 * What was changed on this machine, in sentences: stated even when it is nothing.
 *
 * @param inForce the overrides there were when the report was made, whoever made them; null when nobody looked
 */
export function changesOf(
  { origin, actions }: Pick<Case, 'origin' | 'actions'>,
  diagnosis: Diagnosis | null,
  inForce: readonly InForce[] | null,
): string[] {
  const changes = actions.filter((action) => action.kind === 'override-changed').map(changeSentence);
  const left = (inForce ?? []).map(
    ({ way, expiresAt }) =>
      `An override was in force in ${PLACES[way]} when this report was made${expiresAt === null ? ', without an end that this program knows' : `, until ${expiresAt}`}: not reverted.`,
  );
  const none =
    changes.length > 0 && inForce?.length === 0
      ? ['No override was in force when this report was made: reverted.']
      : [];
  const here = [...changes, ...left, ...none];
  if (origin.kind === 'imported')
    return [
      `This case was taken in from the report that version ${origin.version} made on another machine at ${origin.madeAt}. What was changed there stands in that report${here.length === 0 ? '; nothing was changed on this machine' : ''}.`,
      ...here,
    ];
  const did = `${diagnosis === null ? 'read files and pasted texts' : `opened connections ${diagnosis.paths === null ? '' : 'and sent trace probes '}to Bitbucket’s addresses, and read files and pasted texts`}`;
  return here.length === 0
    ? [`Nothing was changed on this machine: this case ${diagnosis === null ? `only ${did}` : did}.`]
    : here;
}

function changeSentence({
  at,
  way,
  address,
  names,
}: Extract<CaseAction, { kind: 'override-changed' }>): string {
  return address === null
    ? `At ${at} the override in ${PLACES[way]} was taken off.`
    : `At ${at} ${PLACES[way]} was changed: ${listOf(names)} ${names.length === 1 ? 'goes' : 'go'} to ${address}.`;
}

/** `a`, `a and b`, `a, b and c`. */
function listOf(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

/** What ran with administrator rights, to record and to trace, and what ran to record without them. */
export function commandsOf(actions: readonly CaseAction[]): {
  readonly elevatedCommands: string[];
  readonly commands: string[];
} {
  const elevatedCommands: string[] = [];
  const commands: string[] = [];
  for (const action of actions)
    if (action.kind === 'recorded') {
      const tool = action.tool === null ? '' : `; ${action.tool}`;
      const line = `${action.command.join(' ; ')} (${action.at} to ${action.endedAt}${tool})`;
      (action.elevated ? elevatedCommands : commands).push(line);
    } else if (action.kind === 'traced')
      elevatedCommands.push(`${action.command.join(' ; ')} (${action.at} to ${action.endedAt})`);
    else if (action.way === 'hosts')
      elevatedCommands.push(
        `${action.address === null ? 'taking our block out of' : 'writing our block into'} the hosts file (${action.at})`,
      );
  return { elevatedCommands, commands };
}
