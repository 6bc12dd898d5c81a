/**
 * A hosts file as lines that give back every byte. Bytes are kept as Latin-1 text, one character a byte, so that
 * CP1252 comments, stray control characters and broken UTF-8 survive; only ASCII is ever interpreted.
 */
export interface HostsLine {
  /** Without its ending; a byte-order mark belongs to the first line. */
  readonly text: string;
  readonly ending: '\n' | '\r\n' | '\r' | '';
}

/** Larger than any hosts file that resolvers read in sensible time; block lists reach a few megabytes. */
export const MOST_HOSTS_BYTES = 4 * 1024 * 1024;

export type HostsFileTrouble = 'too-large' | 'utf-16' | 'binary';

/** Why a file is not touched at all, or null. UTF-16 comes from old PowerShell redirections and hides every line. */
export function whyUntouchable(bytes: Uint8Array): HostsFileTrouble | null {
  if (bytes.length > MOST_HOSTS_BYTES) return 'too-large';
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) return 'utf-16';
  return bytes.includes(0) ? 'binary' : null;
}

export function splitHosts(bytes: Uint8Array): HostsLine[] {
  const text = decodeBytes(bytes);
  const lines: HostsLine[] = [];
  for (const [, content = '', ending = ''] of text.matchAll(/([^\r\n]*)(\r\n|\n|\r|$)/g)) {
    if (content === '' && ending === '') continue;
    lines.push({ text: content, ending: ending as HostsLine['ending'] });
  }
  return lines;
}

export function joinHosts(lines: readonly HostsLine[]): Uint8Array {
  return encodeText(lines.map(({ text, ending }) => text + ending).join(''));
}

/** The ending most lines have; the system's own when there is none to follow. */
export function commonEnding(lines: readonly HostsLine[], systemEnding: '\n' | '\r\n'): '\n' | '\r\n' {
  const crlf = lines.filter(({ ending }) => ending === '\r\n').length;
  const lf = lines.filter(({ ending }) => ending === '\n').length;
  if (crlf === lf) return systemEnding;
  return crlf > lf ? '\r\n' : '\n';
}

function decodeBytes(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 4096)
    text += String.fromCharCode(...bytes.subarray(at, at + 4096));
  return text;
}

function encodeText(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at);
  return bytes;
}
