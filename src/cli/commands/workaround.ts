import { resolve } from 'node:path';
import { fail, type Problem } from '../../contract/problem.ts';
import type { Workaround } from '../../contract/workaround.ts';
import { DEFAULT_DAYS, LONGEST_DAYS, parseDuration } from '../../core/workaround/duration.ts';
import { legacyAddresses } from '../../core/workaround/legacy-addresses.ts';
import { SNIPPET_KINDS, type SnippetKind, snippetFor } from '../../core/workaround/snippets.ts';
import { OVERRIDE_WAYS, readWays } from '../../core/workaround/ways.ts';
import { systemHostsFile } from '../../hosts-file/hosts-file-path.ts';
import { flushNames } from '../../main/node/flush-names.ts';
import { readObstacleFacts } from '../../main/node/read-obstacle-facts.ts';
import { defaultUserDataFolder } from '../../main/node/user-data-folder.ts';
import { ownSchedule } from '../../main/services/schedule-revert.ts';
import { testAddresses } from '../../main/services/test-addresses.ts';
import { testPastOverride } from '../../main/services/test-past-override.ts';
import { ownPlace } from '../../main/services/user-override.ts';
import type { Command, CommandContext, CommandOutcome } from '../command.ts';
import { performWorkaround } from '../perform-workaround.ts';
import { readWords } from '../read-words.ts';
import type { WorkaroundRequest } from '../workaround-request.ts';
import { workaroundAsText } from '../workaround-text.ts';

const HELP = `Usage: workaround status|test|apply|revert [--address A] [--name HOST]… [--with hosts|git|ssh]…
                  [--hosts-file F] [--expires DURATION] [--keep-others] [--edited] [--anyway]
                  [--timed-revert] [--expired] [--past-override] [--dry-run] [--json]
       workaround snippets [--for ${SNIPPET_KINDS.join('|')}] [--address A]

The temporary override: Bitbucket's names get a legacy address that is not anycast.

  status            what is in force, and until when: in the hosts file, in git's and ssh's configuration
  test              look for what is in the way here, and try all legacy addresses: certificate on 443, published
                    host key on 22
  apply             test, then make the override: one marked block in the hosts file, or what --with says
  revert            take exactly that off again: everything of ours there is, or what --with says
  snippets          the override for Docker, Ansible and others, to be pasted

  --with WAY        hosts (every program, needs an administrator), git (over HTTPS, 2.37 or newer), ssh;
                    may be repeated or joined by commas
  --address A       one of the legacy addresses (default: the one that tested best)
  --name HOST       a name to override (may be repeated; default: bitbucket.org and ssh.bitbucket.org)
  --hosts-file F    another file than this system's; addresses are then not tested, since it is for elsewhere
  --expires D       7d, 12h, P7D; between one hour and ${LONGEST_DAYS} days (default ${DEFAULT_DAYS}d)
  --timed-revert    apply: this system's own scheduler takes the override off when it expires
  --expired         revert: only what has expired
  --past-override   test: are the usual addresses healthy again? tries them past the override
  --keep-others     leave other lines for the same names in force (they usually win)
  --edited          revert also when somebody changed the block by hand
  --anyway          apply also when something here makes the override useless
  --dry-run         show the change and write nothing

Exit: 0 done, 11 no address can be used, or the override has or would have no effect, 12 nothing certain, 2 wrong usage,
3 not readable or writable,
4 needs administrator rights.`;

const ACTIONS = ['status', 'test', 'apply', 'revert'] as const;
export const workaround: Command = {
  help: HELP,
  async run(words, context) {
    const parsed = readWords(
      words,
      {
        address: { type: 'string' },
        name: { type: 'string', multiple: true },
        with: { type: 'string', multiple: true },
        'hosts-file': { type: 'string' },
        expires: { type: 'string' },
        for: { type: 'string' },
        'keep-others': { type: 'boolean' },
        edited: { type: 'boolean' },
        anyway: { type: 'boolean' },
        'timed-revert': { type: 'boolean' },
        expired: { type: 'boolean' },
        'past-override': { type: 'boolean' },
        'dry-run': { type: 'boolean' },
        json: { type: 'boolean' },
      },
      'See: workaround --help',
    );
    if (!parsed.ok) return { problem: parsed.problem };
    const { values, positionals } = parsed.value;
    const [action, ...rest] = positionals;
    const known = [...ACTIONS, 'snippets'] as const;
    if (rest.length > 0 || !known.some((one) => one === action))
      return usage(`Say one of ${known.join(', ')}.`);
    const { override } = context.facts.playbook;
    const names = values.name ?? override.usual;
    const stranger = names.find((name) => !override.hosts.includes(name));
    if (stranger !== undefined)
      return usage(`"${stranger}" is not a name of the service. Known: ${override.hosts.join(', ')}.`);
    const addresses = legacyAddresses(context.facts.playbook);
    if (values.address !== undefined && !addresses.includes(values.address))
      return usage(`"${values.address}" is not a legacy address. Known: ${addresses.join(', ')}.`);
    const expiresSeconds = parseDuration(values.expires ?? `${DEFAULT_DAYS}d`);
    if (expiresSeconds === null)
      return usage(
        `"${values.expires}" is no duration between 1h and ${LONGEST_DAYS}d. Examples: 7d, 12h, P7D.`,
      );
    const address = values.address ?? null;
    if (action === 'snippets')
      return snippets(values.for, { address: address ?? addresses[1] ?? '', names, expiresSeconds }, context);
    const ways = values.with === undefined ? null : readWays(values.with);
    if (ways !== null && 'unknown' in ways)
      return usage(`"${ways.unknown}" is no way. Choose from ${OVERRIDE_WAYS.join(', ')}.`);
    if (values['hosts-file'] !== undefined && ways?.some((way) => way !== 'hosts'))
      return usage('--hosts-file is for another machine; --with git and --with ssh are for this one.');
    if (values['timed-revert'] && (action !== 'apply' || values['hosts-file'] !== undefined))
      return usage('--timed-revert goes with apply, on this machine.');
    if (values['past-override'] && action !== 'test') return usage('--past-override goes with test.');
    if (values.expired && action !== 'revert') return usage('--expired goes with revert.');
    const request: WorkaroundRequest = {
      action: action as WorkaroundRequest['action'],
      ways,
      path: values['hosts-file'] ?? systemHostsFile(),
      names,
      address,
      expiresSeconds,
      dryRun: values['dry-run'] ?? false,
      keepOthers: values['keep-others'] ?? false,
      edited: values.edited ?? false,
      anyway: values.anyway ?? false,
      timedRevert: values['timed-revert'] ?? false,
      expired: values.expired ?? false,
      pastOverride: values['past-override'] ?? false,
    };
    const done = await performWorkaround(request, {
      ...{ facts: context.facts, version: context.version, now: context.now },
      place: ownPlace(defaultUserDataFolder()),
      testAddresses,
      readObstacleFacts,
      testPastOverride: (playbook) => testPastOverride(playbook),
      schedule: ownSchedule(resolve(process.argv[1] ?? '')),
      flushNames: () => flushNames(),
    });
    if (!done.ok) return { problem: done.problem };
    context.terminal.out(
      values.json ? JSON.stringify(done.value) : workaroundAsText(done.value, context.terminal),
    );
    return { exit: exitOf(done.value) };
  },
};

const usage = (message: string): { problem: Problem } => fail('usage', message, 'See: workaround --help');

const PAST_EXITS = {
  ...{ healthy: 0, 'still-broken': 11, elsewhere: 11, unclear: 12, 'not-comparable': 12 },
} as const;

const exitOf = ({ pastOverride, refusal, action, change, userChanges, effect }: Workaround): number => {
  if (pastOverride !== null) return PAST_EXITS[pastOverride.verdict];
  if (refusal !== null) return 11;
  if (action === 'revert' && userChanges.some(({ effective }) => effective)) return 11;
  return action === 'apply' && change?.written && effect.some(({ effective }) => !effective) ? 11 : 0;
};

function snippets(
  kind: string | undefined,
  input: { readonly address: string; readonly names: readonly string[]; readonly expiresSeconds: number },
  { terminal, now }: CommandContext,
): CommandOutcome {
  if (kind !== undefined && !SNIPPET_KINDS.some((known) => known === kind))
    return usage(`"${kind}" is not known. Choose from ${SNIPPET_KINDS.join(', ')}.`);
  const kinds = kind === undefined ? SNIPPET_KINDS : [kind as SnippetKind];
  const expiresAt = new Date(now().getTime() + input.expiresSeconds * 1000).toISOString();
  for (const each of kinds) {
    const { text } = snippetFor(each, { ...input, expiresAt });
    terminal.out(kinds.length > 1 ? `## ${each}\n\n${text}` : text);
  }
  return { exit: 0 };
}
