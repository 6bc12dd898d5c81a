import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { IdentityProof } from './prove-tls-identity.ts';

const KEYSCAN = [
  '/usr/bin/ssh-keyscan',
  '/usr/local/bin/ssh-keyscan',
  '/opt/homebrew/bin/ssh-keyscan',
  'C:\\Windows\\System32\\OpenSSH\\ssh-keyscan.exe',
  'C:\\Program Files\\Git\\usr\\bin\\ssh-keyscan.exe',
];

/** `SHA256:…` as OpenSSH prints it: base64 of the digest of the key blob, without padding (RFC 4253 section 6.6 blob). */
export const fingerprintOf = (key: string): string =>
  `SHA256:${createHash('sha256').update(Buffer.from(key, 'base64')).digest('base64').replace(/=+$/, '')}`;

/** Fingerprints in the output of ssh-keyscan: `address type key` lines; comments and errors are passed over. */
export const readKeyscan = (output: string): string[] =>
  output.split('\n').flatMap((line) => {
    const [, type, key] = /^\S+ ((?:ssh|ecdsa)-\S+) ([A-Za-z0-9+/]+=*)\s*$/.exec(line.trim()) ?? [];
    return type && key ? [fingerprintOf(key)] : [];
  });

/**
 * Does the host at this address show a host key that the service has published? Asks with OpenSSH's own ssh-keyscan,
 * which knows the key exchange; without it the question stays open.
 */
export function proveSshIdentity(
  address: string,
  published: readonly string[],
  timeoutMs: number,
  port = 22,
): Promise<IdentityProof> {
  const program = KEYSCAN.find((path) => existsSync(path));
  if (program === undefined)
    return Promise.resolve({ outcome: 'not-checked', ms: null, detail: 'ssh-keyscan was not found' });
  const startedAt = performance.now();
  const seconds = Math.max(1, Math.round(timeoutMs / 1000));
  const words = ['-T', String(seconds), '-p', String(port), '-t', 'ed25519,ecdsa,rsa', '--', address];
  return new Promise((resolve) => {
    execFile(program, words, { timeout: timeoutMs * 4, windowsHide: true }, (_error, stdout, stderr) => {
      const found = readKeyscan(stdout);
      const ms = performance.now() - startedAt;
      if (found.some((fingerprint) => published.includes(fingerprint)))
        return resolve({ outcome: 'proved', ms, detail: null });
      if (found.length > 0) return resolve({ outcome: 'foreign', ms: null, detail: found.join(' ') });
      const words = stderr.trim().split('\n').at(-1) ?? '';
      if (/reset/i.test(words)) return resolve({ outcome: 'reset', ms: null, detail: words });
      if (/refused/i.test(words)) return resolve({ outcome: 'refused', ms: null, detail: words });
      if (/unreachable|no route/i.test(words))
        return resolve({ outcome: 'unreachable', ms: null, detail: words });
      return resolve({ outcome: 'timeout', ms: null, detail: words || 'no answer' });
    });
  });
}
