import type { KernelCounts } from '../../contract/broker.ts';

/** tcpdump and dumpcap say so once they capture; what comes before may be warnings. */
export const saysItListens = (words: string): boolean => /listening on|Capturing on/i.test(words);

/** Reads what the capturing program says last: tcpdump's three lines; dumpcap tells the first number and the drops. */
export function readKernelCounts(words: string): KernelCounts {
  const find = (...patterns: readonly RegExp[]): number | null => {
    const found = patterns.flatMap((pattern) => pattern.exec(words)?.[1] ?? [])[0];
    return found === undefined ? null : Number(found);
  };
  return {
    captured: find(/(\d+) packets? captured/, /Packets captured: (\d+)/),
    receivedByFilter: find(/(\d+) packets? received by filter/),
    droppedByKernel: find(/(\d+) packets? dropped by kernel/, /received\/dropped on [^\n]*?: \d+\/(\d+)/),
  };
}
