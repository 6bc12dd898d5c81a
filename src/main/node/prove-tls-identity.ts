import { connect } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { IdentityOutcome } from '../../core/workaround/judge-addresses.ts';

export interface IdentityProof {
  readonly outcome: IdentityOutcome;
  /** Milliseconds from the first packet to the proof; null when it never came. */
  readonly ms: number | null;
  readonly detail: string | null;
}

const CODES: Readonly<Record<string, IdentityOutcome>> = {
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  ECONNREFUSED: 'refused',
  ETIMEDOUT: 'timeout',
  ENETUNREACH: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
};

const outcomeOfCode = (code: string | undefined): IdentityOutcome => CODES[code ?? ''] ?? 'unreachable';

/**
 * Does the host at this address hold a certificate for the name? A literal address, the service's name in the TLS
 * greeting: what a client with the override would do. One connection, ended at once.
 */
export function proveTlsIdentity(
  address: string,
  name: string,
  timeoutMs: number,
  port = 443,
): Promise<IdentityProof> {
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const plain = connect({ host: address, port });
    let socket: TLSSocket | null = null;
    const end = (outcome: IdentityOutcome, detail: string | null): void => {
      clearTimeout(timer);
      const ms = outcome === 'proved' ? performance.now() - startedAt : null;
      socket?.destroy();
      plain.destroy();
      resolve({ outcome, ms, detail });
    };
    const timer = setTimeout(() => end('timeout', `${timeoutMs} ms`), timeoutMs);
    const failed = (error: NodeJS.ErrnoException): void =>
      end(outcomeOfCode(error.code), error.code ?? error.message);
    plain.on('error', failed);
    plain.once('connect', () => {
      // Judged below, so that a foreign certificate is told apart from one nobody vouches for.
      const secure = connectTls({ socket: plain, servername: name, rejectUnauthorized: false });
      socket = secure;
      secure.on('error', failed);
      secure.once('close', () => end('reset', 'closed during the TLS handshake'));
      secure.once('secureConnect', () => {
        const reason = String(secure.authorizationError ?? '');
        if (secure.authorized) end('proved', null);
        else end(/ALTNAME|hostname/i.test(reason) ? 'foreign' : 'untrusted', reason);
      });
    });
  });
}
