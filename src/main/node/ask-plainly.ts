import { connect } from 'node:net';
import { type AnswerHead, readAnswerHead } from '../../core/probe/answer-head.ts';

const LIMIT_MS = 3000;
const MOST_BYTES = 16_384;

/** One request over plain HTTP to a literal address, without login; null when no HTTP answer came. Never rejects. */
export function askPlainly(
  address: string,
  serverName: string,
  port = 80,
  limitMs = LIMIT_MS,
): Promise<AnswerHead | null> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port });
    let said = '';
    const end = (): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(readAnswerHead(said));
    };
    const timer = setTimeout(end, limitMs);
    socket.once('connect', () =>
      socket.write(
        `GET / HTTP/1.1\r\nHost: ${serverName}\r\nUser-Agent: bitbucket-reset-doctor\r\nConnection: close\r\n\r\n`,
      ),
    );
    socket.on('data', (chunk) => {
      said += chunk.toString('latin1');
      if (/\r?\n\r?\n/.test(said) || said.length > MOST_BYTES) end();
    });
    socket.on('error', end);
    socket.once('close', end);
  });
}
