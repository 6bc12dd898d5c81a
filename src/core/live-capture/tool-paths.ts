import type { CaptureTool } from '../../contract/broker.ts';

/** First build of Windows whose pktmon captures and converts to pcapng (Windows 10 2004). */
const FIRST_PKTMON_BUILD = 19_041;

export interface FoundTool {
  readonly tool: CaptureTool;
  readonly program: string;
}

/** The only programs that are ever started to capture, in order of preference. Nothing is looked for in PATH. */
export function toolPaths(
  platform: string,
  windowsBuild: number,
): readonly (readonly [CaptureTool, string])[] {
  if (platform === 'linux')
    return [
      ['tcpdump', '/usr/bin/tcpdump'],
      ['tcpdump', '/usr/sbin/tcpdump'],
      ['dumpcap', '/usr/bin/dumpcap'],
    ];
  if (platform === 'darwin') return [['tcpdump', '/usr/sbin/tcpdump']];
  if (platform !== 'win32') return [];
  return [
    ['dumpcap', 'C:\\Program Files\\Wireshark\\dumpcap.exe'],
    ...(windowsBuild >= FIRST_PKTMON_BUILD ? [['pktmon', 'C:\\Windows\\System32\\PktMon.exe'] as const] : []),
    ['netsh', 'C:\\Windows\\System32\\netsh.exe'],
  ];
}
