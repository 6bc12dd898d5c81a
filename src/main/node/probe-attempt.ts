import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Arm, ProbeAttempt, ProbeOutcome } from '../../contract/diagnosis.ts';
import { POLITENESS, type ProbeStep } from '../../core/diagnosis/probe-plan.ts';
import { inertWords } from '../../core/trace/inert-text.ts';

export interface ProbeTarget {
  readonly arm: Arm;
  /** Literal; the name is only said in the TLS greeting and the request. */
  readonly address: string;
  readonly serverName: string;
}

const CODES: Readonly<Record<string, ProbeOutcome>> = {
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  ECONNABORTED: 'reset',
  ECONNREFUSED: 'refused',
  ETIMEDOUT: 'timeout',
  ENETUNREACH: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  EACCES: 'unreachable',
};

/** Node calls a proper end during the handshake ECONNRESET, too; for us the two are worlds apart. */
function outcomeOf(error: NodeJS.ErrnoException): ProbeOutcome {
  if (error.message.startsWith('Client network socket disconnected')) return 'closed';
  return CODES[error.code ?? ''] ?? 'closed';
}

/** What the other side says when we are too many. RFC 6585 section 4, RFC 9110 section 15.6.4, OpenSSH's sshd_config. */
const ASKS_FOR_LESS = /^HTTP\/1\.[01] (?:429|503)\b|Exceeded MaxStartups/;
/** Uneven, so that the time from a byte to a reset tells a near sender (always at once) from a far one (anything). */
const byteGap = (): number => POLITENESS.byteGapMs * (0.7 + 0.8 * Math.random());
/** RFC 4253, section 4.2: at most 255 characters with the line end. */
const OUR_GREETING = `SSH-2.0-BitbucketResetDoctor ${'reachability-probe-'.repeat(12)}`;

/**
 * One connection of the experiment: opened, used as its rung says, held for a moment, and ended by us. It never
 * rejects; how it ended is its outcome. Nothing secret is sent, and who answers is not judged here (the certificate and
 * the host key are, apart from this, once an address).
 */
export function probeAttempt(
  { rung, port, bytes }: ProbeStep,
  { arm, address, serverName }: ProbeTarget,
  number: number,
  stop: AbortSignal,
): Promise<ProbeAttempt> {
  const isTls = rung === 'tls' || rung === 'download' || (rung === 'upload' && port !== 22);
  const startedAt = new Date();
  const began = performance.now();
  let [phase, clientPackets, lastSent]: [ProbeAttempt['phase'], number, number] = ['connect', 1, began];
  let [sourcePort, connectMs, answer]: [number | null, number | null, string | null] = [null, null, null];
  return new Promise((resolve) => {
    const socket: Socket = isTls
      ? connectTls({ host: address, port, servername: serverName, rejectUnauthorized: false })
      : connect({ host: address, port });
    let isOver = false;
    const timers = new Set<NodeJS.Timeout>();
    const later = (run: () => void, ms: number): void => {
      const timer = setTimeout(() => {
        timers.delete(timer);
        if (!isOver) run();
      }, ms);
      timers.add(timer);
    };
    const finish = (outcome: ProbeOutcome, error: string | null = null): void => {
      if (isOver) return;
      isOver = true;
      for (const timer of timers) clearTimeout(timer);
      stop.removeEventListener('abort', onStop);
      const now = performance.now();
      resolve({
        ...{ number, arm, rung, address, port, sourcePort, startedAt: startedAt.toISOString() },
        ...{ phase: outcome === 'ok' ? 'done' : phase, outcome, ms: round(now - began) },
        connectMs: connectMs === null ? null : round(connectMs),
        resetDelayMs: outcome === 'reset' ? round(now - lastSent) : null,
        ...{ clientPackets, answer: answer === null ? null : inertWords(answer, 80), error },
      });
      if (outcome === 'ok') socket.end(() => socket.destroy());
      else socket.destroy();
    };
    const onStop = (): void => finish('stopped');
    const sent = (packets: number): void => {
      clientPackets += packets;
      lastSent = performance.now();
    };
    const hold = (): void => {
      phase = 'hold';
      later(() => finish('ok'), POLITENESS.holdMs);
    };
    const trickle = (words: string, done: () => void): void => {
      phase = 'upload';
      const next = (index: number): void => {
        if (index >= words.length) done();
        else {
          socket.write(words.charAt(index));
          sent(1);
          later(() => next(index + 1), byteGap());
        }
      };
      next(0);
    };
    const request = (padding: string): void => {
      socket.write(
        `GET / HTTP/1.1\r\nHost: ${serverName}\r\nUser-Agent: bitbucket-reset-doctor\r\nX-Padding: `,
      );
      sent(1);
      trickle(padding, () => {
        phase = rung === 'download' ? 'download' : 'upload';
        socket.write('\r\nConnection: close\r\n\r\n');
        sent(1);
      });
    };
    /** The first words of the other side decide how it goes on. */
    const greeted = (words: string): void => {
      answer = words;
      // Acknowledged by the system within its delay; counted once, for the first answer.
      sent(1);
      if (ASKS_FOR_LESS.test(words)) finish('rate-limited');
      else if (/^HTTP\/1\.[01] 408\b/.test(words)) finish('closed', 'HTTP 408');
      else if (rung === 'greeting') hold();
      else if (rung === 'upload' && isTls) finish('ok');
      else if (rung === 'upload')
        trickle(OUR_GREETING.slice(0, Math.min(bytes, 240)), () => {
          socket.write('\r\n');
          sent(1);
          hold();
        });
    };
    let received = 0;
    const onData = (chunk: Buffer): void => {
      received += chunk.length;
      if (answer === null) greeted(chunk.toString('latin1').split(/\r?\n/, 1)[0] ?? '');
      if (rung === 'download' && received >= POLITENESS.downloadBytes) finish('ok');
    };
    socket.setNoDelay(true);
    socket.on('data', onData);
    later(() => {
      if (connectMs === null) finish('timeout');
    }, POLITENESS.connectLimitMs);
    socket.once('connect', () => {
      sourcePort = socket.localPort ?? null;
      connectMs = performance.now() - began;
      sent(1);
      if (isTls) {
        phase = 'tls';
        sent(1);
      } else if (rung === 'connect') hold();
      else phase = 'greeting';
    });
    socket.once('secureConnect', () => {
      sent(1);
      if (rung === 'tls') hold();
      else request(rung === 'upload' ? 'a'.repeat(bytes) : '');
    });
    socket.on('error', (error: NodeJS.ErrnoException) =>
      finish(outcomeOf(error), error.code ?? 'closed early'),
    );
    const onEnd = (): void => finish(rung === 'download' && received > 0 ? 'ok' : 'closed', 'closed early');
    socket.on('end', onEnd);
    socket.on('close', onEnd);
    later(() => finish('timeout'), POLITENESS.limitMs + 2 * bytes * POLITENESS.byteGapMs);
    stop.addEventListener('abort', onStop, { once: true });
    if (stop.aborted) finish('stopped');
  });
}

const round = (ms: number): number => Math.max(0, Math.round(ms * 100) / 100);
