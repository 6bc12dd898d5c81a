import { connect, type TLSSocket } from 'node:tls';
import type { Burst } from '../../contract/path-mtu.ts';
import { readAnswerHead } from '../../core/probe/answer-head.ts';
import { readSocketAccount } from '../../core/probe/socket-account.ts';
import { findProgram, runTraceProgram } from './run-trace-program.ts';

/** Four to five packets of full size, and less than the eight kilobytes that servers take as a request's head. */
const BURST_BYTES = 6000;
/** The system has sent the first packet again several times by then (RFC 6298: after 1, 2, 4 times its time-out). */
const STALL_MS = 4000;
const OPEN_MS = 4000;
const SS_LIMIT_MS = 1000;
const SS = ['/usr/bin/ss', '/bin/ss', '/usr/sbin/ss'];

/**
 * One TLS session whose request leaves in full-size packets, at once. It never rejects. Any answer will do, a refusal of
 * the long head (HTTP 431) included: it shows that the packets arrived.
 */
export function burstRequest(
  address: string,
  serverName: string,
  stop: AbortSignal,
  port = 443,
  stallMs = STALL_MS,
): Promise<Burst> {
  let began = performance.now();
  let phase: Burst['phase'] = 'connect';
  return new Promise((resolve) => {
    const socket = connect({ host: address, port, servername: serverName, rejectUnauthorized: false });
    let isOver = false;
    let timer: NodeJS.Timeout;
    const finish = (outcome: Burst['outcome'], said = ''): void => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      stop.removeEventListener('abort', onStop);
      const serverDate = readAnswerHead(said)?.date ?? null;
      const clock = { serverDate, answeredAt: serverDate === null ? null : new Date().toISOString() };
      const ms = Math.round(performance.now() - began);
      void accountOf(socket, address, port).then((account) => {
        socket.destroy();
        resolve({ bytes: BURST_BYTES, outcome, phase, ms, ...clock, ...account });
      });
    };
    const onStop = (): void => finish('stopped');
    timer = setTimeout(() => finish('broken'), OPEN_MS);
    socket.setNoDelay(true);
    const awaitAnswer = (next: Burst['phase']): void => {
      phase = next;
      began = performance.now();
      clearTimeout(timer);
      timer = setTimeout(() => finish('stalled'), stallMs);
    };
    socket.once('connect', () => awaitAnswer('tls'));
    socket.once('secureConnect', () => {
      awaitAnswer('request');
      socket.write(
        `GET / HTTP/1.1\r\nHost: ${serverName}\r\nUser-Agent: bitbucket-reset-doctor\r\nX-Padding: ${'a'.repeat(BURST_BYTES)}\r\nConnection: close\r\n\r\n`,
      );
    });
    socket.once('data', (chunk) =>
      finish(phase === 'request' ? 'answered' : 'broken', chunk.toString('latin1')),
    );
    socket.on('error', () => finish('broken'));
    socket.once('close', () => finish('broken'));
    stop.addEventListener('abort', onStop, { once: true });
    if (stop.aborted) finish('stopped');
  });
}

const NO_ACCOUNT = { segmentBytes: null, pathMtuBytes: null, retransmitted: null };

async function accountOf(socket: TLSSocket, address: string, port: number) {
  const own = socket.localPort;
  const ss = process.platform === 'linux' ? findProgram(SS) : null;
  if (ss === null || own === undefined || socket.destroyed) return NO_ACCOUNT;
  const words = ['-tinH', 'dst', address, 'and', 'dport', '=', `:${port}`, 'and', 'sport', '=', `:${own}`];
  const { bytes } = await runTraceProgram(ss, words, SS_LIMIT_MS, new AbortController().signal);
  return readSocketAccount(bytes.toString('latin1'));
}
