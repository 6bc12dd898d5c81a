import type { SizeProbe } from '../../contract/path-mtu.ts';

/** IPv4 header and ICMP header (RFC 791, RFC 792), which ping's size leaves out. */
const HEADERS_BYTES = 28;

/** The only programs ever started to ping; each needs no rights. */
export function pingPrograms(platform: string): readonly string[] {
  if (platform === 'linux') return ['/usr/bin/ping', '/bin/ping'];
  if (platform === 'darwin') return ['/sbin/ping'];
  return platform === 'win32' ? ['C:\\Windows\\System32\\PING.EXE'] : [];
}

/**
 * One packet of a whole size that must not be cut on the way: iputils `-M do`, Apple's `-D`, Windows' `-f`. Each waits a
 * second or two for the answer.
 */
export function pingWords(platform: string, address: string, sizeBytes: number): readonly string[] {
  const size = String(sizeBytes - HEADERS_BYTES);
  if (platform === 'win32') return ['-n', '1', '-w', '1500', '-f', '-l', size, address];
  if (platform === 'darwin') return ['-n', '-c', '1', '-t', '2', '-D', '-s', size, address];
  return ['-n', '-c', '1', '-W', '1', '-M', 'do', '-s', size, address];
}

/** Every program prints the answer's TTL, in every language, and with `=` in no other line (macOS heads a quoted header with "TTL"). */
const ECHO = /\bttl=\d+/i;
/** iputils and Apple; Windows says it in its own language, but "DF" is in all of them that we know of. */
const TOO_BIG = /frag needed|message too long|\bDF\b/i;
/** iputils: `(mtu = 1200)`, `mtu=1200`; Apple: `(MTU 1200)`. */
const NAMED = /\bmtu\s*=?\s*(\d{2,5})\b/i;
/** `100% packet loss`, `100.0% packet loss`, `(100% Verlust)`. */
const LOST = /\b100(?:\.0)?\s?%/;

/** What one ping says, of any of the three systems. */
export function readPing(output: string): Pick<SizeProbe, 'answer' | 'mtuBytes'> {
  if (ECHO.test(output)) return { answer: 'echo', mtuBytes: null };
  if (TOO_BIG.test(output)) {
    const named = Number(NAMED.exec(output)?.[1] ?? 0);
    // Routers older than RFC 1191 name nothing, as 0.
    return { answer: 'too-big', mtuBytes: named === 0 ? null : named };
  }
  return { answer: LOST.test(output) ? 'silence' : 'not-sent', mtuBytes: null };
}
