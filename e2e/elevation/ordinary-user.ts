import { connect, createServer, type Socket } from 'node:net';
import { systemElevation } from '../../src/main/elevation/system-elevation.ts';

/**
 * The program as an ordinary user has it: asks the real pkexec for rights and captures a conversation on loopback.
 *
 * usage: ordinary-user.cjs RUNTIME BROKER; prints one line of JSON
 */
const [runtime = '', broker = ''] = process.argv.slice(2);
const LIMIT_MS = 60_000;

async function talk(): Promise<void> {
  const server = createServer((socket: Socket) => socket.pipe(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await new Promise<void>((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.end('hello'));
    socket.resume();
    socket.on('close', () => resolve());
    socket.on('error', reject);
  });
  server.close();
}

async function main(): Promise<object> {
  const elevation = systemElevation({ runtime, broker });
  const { way } = await elevation.look();
  let bytes = 0;
  let onEnded: (captured: number | null) => void = () => {};
  const ended = new Promise<number | null>((resolve) => {
    onEnded = resolve;
  });
  const opened = await elevation.open(
    {
      bytes: async (piece) => {
        bytes += piece.length;
      },
      grown: () => {},
      ended: ({ counts }) => onEnded(counts.captured),
      lost: () => onEnded(null),
    },
    false,
  );
  if (opened.kind !== 'open') return { uid: process.getuid?.(), way: way.kind, opened };
  const order = {
    interface: 'any',
    targets: ['127.0.0.1'],
    maxSeconds: 20,
    maxBytes: 1_000_000,
    ring: false,
  };
  const refusal = await opened.source.start(order);
  await talk();
  await opened.source.stop();
  const captured = await ended;
  await elevation.close();
  return { uid: process.getuid?.(), way: way.kind, opened: { kind: 'open' }, refusal, captured, bytes };
}

setTimeout(() => process.exit(1), LIMIT_MS).unref();
void main().then((result) => console.log(JSON.stringify(result)));
