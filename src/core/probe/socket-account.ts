import type { Burst } from '../../contract/path-mtu.ts';

/** The Linux kernel's account of one session (TCP_INFO), as `ss -tin` of iproute2 prints it. */
export function readSocketAccount(
  output: string,
): Pick<Burst, 'segmentBytes' | 'pathMtuBytes' | 'retransmitted'> {
  const number = (pattern: RegExp): number | null => {
    const [, digits] = pattern.exec(output) ?? [];
    return digits === undefined ? null : Number(digits);
  };
  const isThere = number(/\bmss:(\d{1,6})/) !== null;
  return {
    segmentBytes: number(/\smss:(\d{1,6})/),
    pathMtuBytes: number(/\spmtu:(\d{1,6})/),
    // Printed only when there was one: `retrans:now/in all`.
    retransmitted: number(/\sretrans:\d{1,9}\/(\d{1,9})/) ?? (isThere ? 0 : null),
  };
}
