import { linesNaming, readEntry } from './hosts-entry.ts';
import type { HostsLine } from './hosts-lines.ts';

/** All addresses a file gives a name, in order. glibc takes the first of each family unless `multi on` (host.conf(5)). */
export function addressesOf(lines: readonly HostsLine[], name: string): string[] {
  return linesNaming(lines, [name]).flatMap((index) => {
    const line = lines[index];
    return (line && readEntry(line)?.address) ?? [];
  });
}
