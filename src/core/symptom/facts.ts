import ipaddr from 'ipaddr.js';
import type { Symptom } from '../../contract/symptom.ts';

const MOST = 20;

/** Addresses, host names, ports, byte counts and times in a pasted text, each once, in order of appearance. */
export function extractFacts(text: string): Symptom['facts'] {
  return {
    addresses: addresses(text),
    hosts: unique(
      all(text, /\b((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*bitbucket\.(?:org|com))\b/gi).map((host) =>
        host.toLowerCase(),
      ),
    ),
    ports: unique(
      [
        ...all(text, /\bport[ :=]+(\d{1,5})\b/gi),
        ...all(text, /(?:bitbucket\.org|\b\d{1,3}(?:\.\d{1,3}){3}|\]):(\d{1,5})\b/gi),
        ...(/\bhttps:\/\//i.test(text) ? ['443'] : []),
      ].map(Number),
    ).filter((port) => port > 0 && port < 65536),
    byteCounts: unique(all(text, /\b(\d{3,15}) (?:bytes|octets|B)\b/gi).map(Number)),
    times: unique([
      ...all(text, /\b(\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(?:[.,]\d{1,9})?(?:Z|[+-]\d{2}:?\d{2})?)/g),
      ...all(text, /(?:^|[\s[])(\d{2}:\d{2}:\d{2}(?:[.,]\d{1,9})?)(?=[\s\]])/g),
    ]),
  };
}

function addresses(text: string): string[] {
  const four = all(text, /(?<![\d.])(\d{1,3}(?:\.\d{1,3}){3})(?![\d.]*\d)/g).filter((one) =>
    ipaddr.IPv4.isValidFourPartDecimal(one),
  );
  const six = all(
    text,
    /(?<![\w:])((?:[0-9a-f]{1,4}:){2,7}[0-9a-f]{0,4}|(?:[0-9a-f]{1,4}:){1,6}:(?:[0-9a-f]{1,4}:){0,5}[0-9a-f]{1,4})(?![\w:])/gi,
  )
    .filter((one) => ipaddr.IPv6.isValid(one))
    .map((one) => ipaddr.IPv6.parse(one).toRFC5952String());
  return unique([...four, ...six]);
}

function all(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].flatMap((found) => found[1] ?? []);
}

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)].slice(0, MOST);
