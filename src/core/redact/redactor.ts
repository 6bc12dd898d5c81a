import ipaddr from 'ipaddr.js';
import { maskSecrets } from './secrets.ts';

/** What the machine calls itself and its user, so that those words can be found in free text. Empty strings are ignored. */
export interface PrivateNames {
  readonly userName: string;
  readonly hostName: string;
  readonly homeFolder: string;
  /** Addresses of this side that are not private by range (a machine with a public address of its own). */
  readonly ownAddresses: readonly string[];
}

/**
 * One redactor for screen, log and report. The same thing gets the same placeholder as long as the redactor lives
 * (`ip-3` is one machine in every part of a report); secrets never come back, whatever the mode.
 */
export interface Redactor {
  text(value: string): string;
  /** Redacts every string of a document, keys and shape untouched. */
  document<T>(value: T): T;
  /** How many different things stand behind placeholders, by kind. */
  readonly counts: ReadonlyMap<string, number>;
}

export interface RedactorOptions {
  readonly names: PrivateNames;
  /** False shows addresses and names as they are; secrets stay masked. */
  readonly masks: boolean;
}

export function createRedactor({ names, masks }: RedactorOptions): Redactor {
  const known = new Map<string, string>();
  const counts = new Map<string, number>();

  function placeholder(kind: string, value: string): string {
    const key = `${kind}\u0000${value.toLowerCase()}`;
    const existing = known.get(key);
    if (existing) return existing;
    const number = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, number);
    const made = `${kind}-${number}`;
    known.set(key, made);
    return made;
  }

  function text(value: string): string {
    const { text: safe } = maskSecrets(value);
    if (!masks) return safe;
    return PASSES.reduce((current, pass) => pass(current, placeholder, names), safe);
  }

  function walk(value: unknown): unknown {
    if (typeof value === 'string') return text(value);
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, walk(inner)]));
    return value;
  }

  return { text, document: <T>(value: T): T => walk(value) as T, counts };
}

type Pass = (
  text: string,
  placeholder: (kind: string, value: string) => string,
  names: PrivateNames,
) => string;

const escapePattern = (value: string): string => value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const email: Pass = (text, placeholder) =>
  text.replace(/\b[A-Za-z0-9._%+-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}\b(?!:)/g, (found) =>
    /^git@/i.test(found) ? found : placeholder('email', found),
  );

/** Workspace and repository in addresses of Bitbucket; the service's own name stays. */
const repository: Pass = (text, placeholder) =>
  text.replace(
    /(\b(?:bitbucket\.org|ssh\.bitbucket\.org|altssh\.bitbucket\.org)(?::\d+)?(?:\/2\.0\/repositories)?[:/])([\w.~-]+)\/([\w.~-]+?)(\.git)?(?=[\s/'"?#),;:]|$)/gi,
    (_, host: string, workspace: string, name: string, suffix: string | undefined) =>
      `${host}${placeholder('workspace', workspace)}/${placeholder('repository', name)}${suffix ?? ''}`,
  );

const homeFolder: Pass = (text, _placeholder, names) => {
  const own =
    names.homeFolder.length > 1
      ? text.replace(new RegExp(`${escapePattern(names.homeFolder)}(?=[\\\\/\\s'":;,)]|$)`, 'gi'), '~')
      : text;
  return own
    .replace(/(?<![\w.])\/(?:home|Users|var\/home|export\/home)\/(?!Shared\b)[^\s/'":;,)]+/g, '~')
    .replace(
      /(?:\b[A-Za-z]:|\\Device\\HarddiskVolume\d+)[\\/]+Users[\\/]+(?!Public\b)[^\s\\/'":;,)]+/gi,
      '~',
    );
};

const hardwareAddress: Pass = (text, placeholder) =>
  text.replace(/(?<![\w:.-])(?:[0-9a-f]{2}([:-]))(?:[0-9a-f]{2}\1){4}[0-9a-f]{2}(?![\w:-])/gi, (found) =>
    placeholder('mac', found),
  );

/** Addresses of the user's side. Loopback and public addresses of the measured service carry no identity and stay. */
const address: Pass = (text, placeholder, names) =>
  text
    .replace(/(?<![\w.])(\d{1,3}(?:\.\d{1,3}){3})(?![\w]|\.\d)/g, (found) => {
      if (!ipaddr.IPv4.isValidFourPartDecimal(found)) return found;
      const isOwn =
        PRIVATE_RANGES.has(ipaddr.IPv4.parse(found).range()) || names.ownAddresses.includes(found);
      return isOwn ? placeholder('ip', found) : found;
    })
    .replace(
      /(?<![\w:.])((?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4})(?:%[\w.-]+)?(?![\w:])/gi,
      (found, bare: string) => {
        if (!ipaddr.IPv6.isValid(bare)) return found;
        const parsed = ipaddr.IPv6.parse(bare);
        if (parsed.range() === 'loopback' || parsed.range() === 'unspecified') return found;
        return isServiceAddress(parsed) ? found : placeholder('ip', parsed.toRFC5952String());
      },
    );

const PRIVATE_RANGES = new Set(['private', 'linkLocal', 'carrierGradeNat']);

/** Every IPv6 address but the service's own can name a household, so only those blocks stay readable. */
function isServiceAddress(value: ipaddr.IPv6): boolean {
  return SERVICE_BLOCKS.some(([block, bits]) => value.match(block, bits));
}

const SERVICE_BLOCKS: readonly (readonly [ipaddr.IPv6, number])[] = [
  [ipaddr.IPv6.parse('2401:1d80::'), 32],
  [ipaddr.IPv6.parse('2406:da00:ff00::'), 96],
];

const ownNames: Pass = (text, placeholder, names) => {
  let result = text;
  const hosts = names.hostName.includes('.')
    ? [names.hostName, names.hostName.split('.')[0] ?? '']
    : [names.hostName];
  for (const host of hosts)
    if (host.length > 2 && host.toLowerCase() !== 'localhost')
      result = replaceWord(result, host, placeholder('host', names.hostName));
  if (names.userName.length > 2 && names.userName !== 'root')
    result = replaceWord(result, names.userName, placeholder('user', names.userName));
  return result;
};

const replaceWord = (text: string, word: string, by: string): string =>
  text.replace(new RegExp(`(?<![\\w-])${escapePattern(word)}(?![\\w-])`, 'gi'), by);

/** Fixed order: whole structures before the words in them. */
const PASSES: readonly Pass[] = [repository, email, homeFolder, hardwareAddress, address, ownNames];
