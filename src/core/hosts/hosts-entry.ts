import type { HostsLine } from './hosts-lines.ts';

/** `address name name … # comment`, as resolvers read it (hosts(5)). Names are lower case. */
export interface HostsEntry {
  readonly address: string;
  readonly names: readonly string[];
}

/** @returns null for comments, empty lines and lines without a name. A byte-order mark makes glibc skip its line, so it does here. */
export function readEntry({ text }: HostsLine): HostsEntry | null {
  const [content = ''] = text.split('#');
  const [address, ...names] = content.trim().split(/[ \t\f\v]+/);
  if (!address || names.length === 0 || !/^[0-9a-fA-F.:%]/.test(address)) return null;
  return { address: address.toLowerCase(), names: names.map((name) => name.toLowerCase()) };
}

/** Line numbers (0-based) that give one of the names an address. */
export function linesNaming(lines: readonly HostsLine[], names: readonly string[]): number[] {
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  return lines.flatMap((line, index) =>
    readEntry(line)?.names.some((name) => wanted.has(name)) ? [index] : [],
  );
}
