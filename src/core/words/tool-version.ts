/** How each tool says its version; nothing else of what they print is passed on. */
const SAYS: Readonly<Record<string, RegExp>> = {
  tcpdump: /\btcpdump version ([\d.]{1,20})/,
  dumpcap: /\bDumpcap \(Wireshark\) ([\d.]{1,20}\d)/,
  traceroute: /\btraceroute for Linux, version ([\d.]{1,20}\d)/,
  mtr: /\bmtr ([\d.]{1,20}\d)/,
  scamper: /\bscamper version ([\w.]{1,20})/,
};

/** Tools whose version is asked for with `--version`; scamper alone wants `-v`. */
export const VERSIONED_TOOLS: readonly string[] = Object.keys(SAYS);

/**
 * `tcpdump 4.99.3` from what tcpdump says of itself.
 *
 * @returns null when the tool is unknown or does not say it
 */
export function toolVersion(tool: string, said: string): string | null {
  const version = SAYS[tool]?.exec(said)?.[1];
  return version === undefined ? null : `${tool} ${version}`;
}
