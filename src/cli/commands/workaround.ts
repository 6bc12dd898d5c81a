import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { fail, type Problem, type Result, succeed } from '../../contract/problem.ts';
import type { Workaround } from '../../contract/workaround.ts';
import { DEFAULT_DAYS, LONGEST_DAYS, parseDuration } from '../../core/workaround/duration.ts';
import { legacyAddresses } from '../../core/workaround/legacy-addresses.ts';
import { SNIPPET_KINDS, type SnippetKind, snippetFor } from '../../core/workaround/snippets.ts';
import { checkWritable } from '../../hosts-file/check-writable.ts';
import { systemHostsFile } from '../../hosts-file/hosts-file-path.ts';
import { writeHostsFile } from '../../hosts-file/write-hosts-file.ts';
import { readGitState } from '../../main/node/git-override.ts';
import { defaultUserDataFolder } from '../../main/node/user-data-folder.ts';
import {
  backUpHosts,
  describeChange,
  type PlannedHosts,
  planHostsOverride,
  planHostsRevert,
  problemOfHosts,
  readHosts,
  viewHosts,
} from '../../main/services/hosts-override.ts';
import { checkEffect } from '../../main/services/override-effect.ts';
import { testAddresses } from '../../main/services/test-addresses.ts';
import type { Command, CommandContext, CommandOutcome } from '../command.ts';
import { readWords } from '../read-words.ts';
import { workaroundAsText } from '../workaround-text.ts';

const HELP = `Usage: workaround status|test|apply|revert [--address A] [--name HOST]… [--hosts-file F]
                  [--expires DURATION] [--keep-others] [--edited] [--dry-run] [--json]
       workaround snippets [--for ${SNIPPET_KINDS.join('|')}] [--address A]

The temporary override: Bitbucket's names get a legacy address that is not anycast.

  status            what is in force, and until when
  test              try all legacy addresses from here: certificate on 443, published host key on 22
  apply             test, then write one marked block into the hosts file
  revert            take exactly that block off again
  snippets          the override for Docker, Ansible and others, to be pasted

  --address A       one of the legacy addresses (default: the one that tested best)
  --name HOST       a name to override (may be repeated; default: bitbucket.org and ssh.bitbucket.org)
  --hosts-file F    another file than this system's; addresses are then not tested, since it is for elsewhere
  --expires D       7d, 12h, P7D; between one hour and ${LONGEST_DAYS} days (default ${DEFAULT_DAYS}d)
  --keep-others     leave other lines for the same names in force (they usually win)
  --edited          revert also when somebody changed the block by hand
  --dry-run         show the change and write nothing

Exit: 0 done, 11 no address can be used or the override has no effect, 2 wrong usage, 3 not readable or writable,
4 needs administrator rights.`;

const ACTIONS = ['status', 'test', 'apply', 'revert'] as const;
type Action = (typeof ACTIONS)[number];

interface Request {
  readonly action: Action;
  readonly path: string;
  readonly names: readonly string[];
  readonly address: string | null;
  readonly expiresSeconds: number;
  readonly dryRun: boolean;
  readonly keepOthers: boolean;
  readonly edited: boolean;
}

export const workaround: Command = {
  name: 'workaround',
  summary: 'test, apply and revert the temporary override of the hosts file',
  help: HELP,
  async run(words, context) {
    const parsed = readWords(
      words,
      {
        address: { type: 'string' },
        name: { type: 'string', multiple: true },
        'hosts-file': { type: 'string' },
        expires: { type: 'string' },
        for: { type: 'string' },
        'keep-others': { type: 'boolean' },
        edited: { type: 'boolean' },
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
    const request: Request = {
      action: action as Action,
      path: values['hosts-file'] ?? systemHostsFile(),
      names,
      address,
      expiresSeconds,
      dryRun: values['dry-run'] ?? false,
      keepOthers: values['keep-others'] ?? false,
      edited: values.edited ?? false,
    };
    const done = await perform(request, context);
    if (!done.ok) return { problem: done.problem };
    context.terminal.out(
      values.json ? JSON.stringify(done.value) : workaroundAsText(done.value, context.terminal),
    );
    return { exit: exitOf(done.value) };
  },
};

const usage = (message: string): { problem: Problem } => fail('usage', message, 'See: workaround --help');

const exitOf = ({ refusal, action, change, effect }: Workaround): number => {
  if (refusal !== null) return 11;
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

const WARNING =
  'Temporary: the public DNS answer is the authority. The legacy addresses can go stale, and are slower than the anycast edges.';

async function perform(request: Request, context: CommandContext): Promise<Result<Workaround>> {
  const { facts, now, version } = context;
  const at = now();
  const serviceNames = facts.playbook.override.hosts;
  const read = readHosts(request.path);
  if (!read.ok) return read;
  const content = read.value;
  const isSystem = request.path === systemHostsFile();
  const base: Workaround = {
    schema: 'workaround/1',
    action: request.action,
    at: at.toISOString(),
    dryRun: request.dryRun,
    hostsFile: viewHosts(content, request.path, serviceNames, at),
    userLevel: { git: await gitState(context) },
    addresses: [],
    recommended: null,
    refusal: null,
    change: null,
    effect: [],
    warnings: [],
  };
  if (request.action === 'status') return succeed(await withEffect(base));
  if (!request.dryRun && request.action !== 'test') {
    // Before any address is tried: without the right to write, nobody is troubled for nothing.
    const writable = checkWritable(request.path);
    if (!writable.ok) return problemOfHosts(writable.kind, writable.detail);
  }
  if (request.action === 'revert') return revert(request, content, base, serviceNames);
  const mustTest = request.action === 'test' || isSystem;
  const tested = mustTest ? await testAddresses(facts.playbook) : null;
  const chosen = request.address ?? tested?.recommended ?? legacyAddresses(facts.playbook)[1] ?? '';
  const verdict = tested?.addresses.find(({ address }) => address === chosen);
  const refusal =
    tested === null ? null : (tested.refusal ?? (verdict?.usable === false ? verdict.because : null));
  const judged = {
    ...base,
    addresses: [...(tested?.addresses ?? [])],
    recommended: tested?.recommended ?? null,
    refusal,
  };
  if (request.action === 'test' || refusal !== null) return succeed(judged);
  const planned = planHostsOverride(content, {
    entries: request.names.map((name) => ({ address: chosen, name })),
    facts: {
      id: randomBytes(4).toString('hex'),
      madeAt: seconds(at),
      expiresAt: seconds(new Date(at.getTime() + request.expiresSeconds * 1000)),
      version,
    },
    setAsideOthers: !request.keepOthers,
    systemEnding: process.platform === 'win32' ? '\r\n' : '\n',
  });
  if (!planned.ok) return planned;
  return carryOut(request, content, planned.value, { ...judged, warnings: [WARNING] }, serviceNames);
}

/** RFC 3339 without fractions: the marker lines are read by people. */
const seconds = (at: Date): string => at.toISOString().replace(/\.\d+Z$/, 'Z');

const gitState = async ({ facts }: CommandContext): Promise<Workaround['userLevel']['git']> => {
  const { version, canResolve, overrides } = await readGitState(
    facts.playbook.override.hosts,
    legacyAddresses(facts.playbook),
  );
  return { version, canResolve, overrides: [...overrides] };
};

async function withEffect(document: Workaround): Promise<Workaround> {
  const { hostsFile } = document;
  if (!hostsFile?.isSystem || hostsFile.block === null) return document;
  return { ...document, effect: await checkEffect(hostsFile.block.entries) };
}

type Content = Parameters<typeof describeChange>[1];

function revert(
  request: Request,
  content: Content,
  base: Workaround,
  serviceNames: readonly string[],
): Promise<Result<Workaround>> {
  const planned = planHostsRevert(content, request.edited || request.dryRun);
  if (!planned.ok) return Promise.resolve(planned);
  return carryOut(request, content, planned.value, base, serviceNames);
}

async function carryOut(
  request: Request,
  content: Content,
  planned: PlannedHosts,
  document: Workaround,
  serviceNames: readonly string[],
): Promise<Result<Workaround>> {
  if (request.dryRun || planned.change === null)
    return succeed({ ...document, change: describeChange(planned, content, null, null) });
  const backup = await backUpHosts(content, join(defaultUserDataFolder(), 'backups'));
  const written = writeHostsFile(planned.change);
  if (!written.ok) return problemOfHosts(written.kind, written.detail);
  const after = readHosts(request.path);
  const hostsFile = after.ok
    ? viewHosts(after.value, request.path, serviceNames, new Date(document.at))
    : document.hostsFile;
  return succeed(
    await withEffect({
      ...document,
      hostsFile,
      change: describeChange(planned, content, written.value, backup),
    }),
  );
}
