import { connect } from 'node:tls';
import type { IdleSession } from '../../contract/idle-session.ts';

const OPEN_MS = 5000;
/** The system has sent the request again four times by then (RFC 6298). */
const ANSWER_MS = 15_000;

/**
 * One session to a literal address that is used once, left alone for each of the pauses, and used again after it. The
 * request is a HEAD without login; nothing is sent in between (no keep-alive of TCP's either). It never rejects.
 *
 * @param pauses seconds, in order
 */
export function idleSession(
  { address, serverName, minutes, pauses }: IdleWish,
  stop: AbortSignal,
  port = 443,
  answerMs = ANSWER_MS,
): Promise<IdleSession> {
  const startedAt = new Date().toISOString();
  const done: IdleSession['pauses'][number][] = [];
  let sourcePort: number | null = null;
  let phase: 'opening' | 'quiet' | 'asking' = 'opening';
  let index = -1;
  let quietSince = performance.now();
  return new Promise((resolve) => {
    const socket = connect({ host: address, port, servername: serverName, rejectUnauthorized: false });
    let timer: NodeJS.Timeout;
    let isOver = false;
    const later = (run: () => void, ms: number): void => {
      clearTimeout(timer);
      timer = setTimeout(run, ms);
    };
    const quiet = (): number => (phase === 'quiet' ? (performance.now() - quietSince) / 1000 : lastPause());
    const lastPause = (): number => (index < 0 ? 0 : (pauses[index] ?? 0));
    const finish = (end: IdleSession['end']): void => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      stop.removeEventListener('abort', onStop);
      socket.destroy();
      const quietSeconds = Math.round(10 * quiet()) / 10;
      const isLost = phase === 'asking' && (end === 'reset-on-next-packet' || end === 'no-answer');
      const isTimed = end !== 'alive' && end !== 'stopped' && end !== 'not-opened';
      resolve({
        ...{ minutes, address, port, sourcePort, startedAt, end },
        pauses: isLost ? [...done, { quietSeconds, isAnswered: false }] : done,
        quietSeconds: isTimed ? quietSeconds : null,
        survivedSeconds: Math.max(0, ...done.map((one) => one.quietSeconds)),
      });
    };
    const onStop = (): void => finish('stopped');
    /** A session that breaks on its first request has not been quiet yet. */
    const broken = (inSilence: IdleSession['end'], asked: IdleSession['end']): void =>
      finish(phase === 'quiet' ? inSilence : index < 0 ? 'not-opened' : asked);
    const ask = (): void => {
      phase = 'asking';
      answered = '';
      socket.write(`HEAD / HTTP/1.1\r\nHost: ${serverName}\r\nUser-Agent: bitbucket-reset-doctor\r\n\r\n`);
      later(() => finish(index < 0 ? 'not-opened' : 'no-answer'), answerMs);
    };
    let answered = '';
    const rest = (): void => {
      done.push({ quietSeconds: lastPause(), isAnswered: true });
      index += 1;
      const pause = pauses[index];
      if (pause === undefined) {
        finish('alive');
        return;
      }
      phase = 'quiet';
      quietSince = performance.now();
      later(ask, pause * 1000);
    };
    timer = setTimeout(() => finish('not-opened'), OPEN_MS);
    socket.once('connect', () => {
      sourcePort = socket.localPort ?? null;
    });
    socket.once('secureConnect', ask);
    socket.on('data', (chunk) => {
      answered += chunk.toString('latin1').slice(0, 20_000);
      // RFC 9110, section 9.3.2: the answer to HEAD ends with its head.
      if (phase === 'asking' && answered.includes('\r\n\r\n')) rest();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      const isReset = error.code === 'ECONNRESET' || error.code === 'EPIPE' || error.code === 'ECONNABORTED';
      if (isReset) broken('reset-in-silence', 'reset-on-next-packet');
      else broken('no-answer', 'no-answer');
    });
    const onEnd = (): void => broken('closed', 'closed');
    socket.once('end', onEnd);
    socket.once('close', onEnd);
    stop.addEventListener('abort', onStop, { once: true });
    if (stop.aborted) finish('stopped');
  });
}

export interface IdleWish {
  readonly address: string;
  readonly serverName: string;
  readonly minutes: number;
  readonly pauses: readonly number[];
}
