import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Sources of Debian that bring captures from all over the world with them. */
const PACKAGES = ['tcpdump', 'libpcap', 'wireshark'];
const CAPTURE = /\.(?:pcap|pcapng|cap|ntar)(?:\.gz)?$/;

/**
 * Fetches the sources from wherever this machine gets its packages, without a change to the system: a list of its own says
 * "deb-src" where the system's says "deb".
 *
 * @returns what to tell when that cannot be done, else null
 */
export function fetchSources(folder: string): string | null {
  const lists = join(folder, 'apt', 'lists', 'partial');
  mkdirSync(lists, { recursive: true });
  const sources = sourceLists();
  if (sources.length === 0) return 'No list of Debian packages was found on this machine.';
  const parts = join(folder, 'apt', 'parts');
  mkdirSync(parts, { recursive: true });
  for (const { name, text } of sources) writeFileSync(join(parts, name), text);
  const options = {
    'Dir::Etc::sourcelist': '/dev/null',
    'Dir::Etc::sourceparts': parts,
    'Dir::State::lists': join(folder, 'apt', 'lists'),
    'Dir::Cache': join(folder, 'apt'),
  };
  const apt = (...words: string[]): string | null => {
    const given = Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
    const { status, stderr, error } = spawnSync('apt-get', [...given, ...words], {
      cwd: folder,
      encoding: 'utf8',
    });
    return status === 0
      ? null
      : `apt-get ${words[0]} failed: ${error?.message ?? stderr.trim().split('\n').at(-1)}`;
  };
  return apt('update') ?? apt('source', '--download-only', '--tar-only', ...PACKAGES) ?? unpack(folder);
}

/** The system's own lists, both forms of them, with sources in place of programs; those that are not Debian's have none. */
function sourceLists(): { readonly name: string; readonly text: string }[] {
  const folder = '/etc/apt/sources.list.d';
  const files = ['/etc/apt/sources.list', ...listOf(folder).map((name) => join(folder, name))];
  return files.flatMap((path, index) => {
    const text = readText(path);
    if (!/debian/.test(text) || !/\bmain\b/.test(text) || !/keyrings\/debian|^deb .*debian/m.test(text))
      return [];
    const isNew = path.endsWith('.sources');
    const changed = isNew
      ? text.replace(/^Types:.*$/gm, 'Types: deb-src')
      : text.replace(/^deb /gm, 'deb-src ');
    return [{ name: `${index}.${isNew ? 'sources' : 'list'}`, text: changed }];
  });
}

const listOf = (folder: string): string[] => {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
};

const readText = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};

function unpack(folder: string): string | null {
  for (const name of readdirSync(folder).filter((file) => /\.tar\.\w+$/.test(file))) {
    const patterns = ['pcap', 'pcapng', 'cap', 'ntar', 'pcap.gz', 'pcapng.gz', 'cap.gz'].map(
      (end) => `*.${end}`,
    );
    const { status, error } = spawnSync('tar', ['xf', name, '--wildcards', '--no-anchored', ...patterns], {
      cwd: folder,
    });
    // tar ends with 2 when a pattern fits nothing in one of the three; none of them at all is seen by who looks.
    if (status === null) return `tar could not unpack ${name}: ${error?.message}`;
  }
  return null;
}

/** Every capture in the unpacked sources, below `folder`, in order of name. */
export const capturesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => CAPTURE.test(name))
    .sort();
