import ipaddr from 'ipaddr.js';
import { TRACE_LIMITS } from './parsed-trace.ts';

// biome-ignore-start lint/suspicious/noControlCharactersInRegex: control characters are what is being removed
/** ECMA-48 control sequences and the strings of terminals (titles, links); each alternative ends within 4,096 characters. */
const TERMINAL_SEQUENCE =
  /\u001b\[[0-9;:<=>?]{0,64}[ -/]{0,8}[@-~]|\u001b[\]PX^_][^\u0007\u001b]{0,4096}(?:\u0007|\u001b\\)|\u001b[ -~]|\u009b[0-9;?]{0,64}[@-~]/g;
const CONTROL =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
// biome-ignore-end lint/suspicious/noControlCharactersInRegex: end

export interface CleanLines {
  readonly lines: readonly string[];
  /** Something was cut, because a line or the text is longer than any trace. */
  readonly isCut: boolean;
}

/** Lines of a text without escape sequences, control and direction characters, each bounded in length. */
export function cleanLines(text: string): CleanLines {
  const lines: string[] = [];
  let isCut = false;
  let start = 0;
  while (start <= text.length) {
    if (lines.length >= TRACE_LIMITS.lines) return { lines, isCut: true };
    const found = text.indexOf('\n', start);
    const end = found < 0 ? text.length : found;
    if (end - start > TRACE_LIMITS.lineLength) isCut = true;
    const line = text.slice(start, Math.min(end, start + TRACE_LIMITS.lineLength));
    // A lone carriage return is what a terminal leaves where a line was drawn anew.
    lines.push(line.replace(TERMINAL_SEQUENCE, '').replace(CONTROL, '').replace(/\r/g, ' ').trimEnd());
    start = end + 1;
  }
  return { lines, isCut };
}

/** @returns the address in canonical text (RFC 5952), without brackets, scope and mapped prefix; null when it is none */
export function readAddress(text: string): string | null {
  const bare = text.replace(/^\[|\]$/g, '').replace(/%[\w.-]{1,32}$/, '');
  if (bare.length > 45 || !/^[0-9a-f.:]+$/i.test(bare)) return null;
  if (/^[\d.]+$/.test(bare)) return ipaddr.IPv4.isValidFourPartDecimal(bare) ? bare : null;
  if (!bare.includes(':') || !ipaddr.IPv6.isValid(bare)) return null;
  const parsed = ipaddr.process(bare);
  return parsed instanceof ipaddr.IPv6 ? parsed.toRFC5952String() : parsed.toString();
}

/** What a host name or a remark may hold: letters written from left to right, digits, and signs no format reads as markup. */
const UNSAFE =
  /[^\p{L}\p{N} ._\-[\]()/:,@+*'?%=]|[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/gu;

/** A text of a stranger, fit for terminal, page and table: what could be read as markup or command becomes U+FFFD. */
export const inertWords = (text: string, longest = 255): string =>
  text.slice(0, longest).replace(UNSAFE, '\ufffd').trim();
