/**
 * The server side of one edge, run inside its namespace: HTTPS on 443 and a greeting as SSH sends it on 22.
 *
 * usage: edge-server.ts NAME CERTIFICATE KEY [CLOSED_PORT …]
 * Says "ready" once it listens. Paths: /edge (who answers), /download?bytes=N, /upload (any body), /abort (reset in
 * the middle), /close (answers and closes wholly), and a repository as git reads it from a plain web server. On port 22 the words "abort" and "close" do the same.
 */
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { createServer, type Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';

const [edgeName = '', certificateFile = '', keyFile = '', ...closed] = process.argv.slice(2);
const closedPorts = closed.map(Number);
/** The plain sockets under the TLS ones, by the client's port: only they can be reset. */
const plainSockets = new Map<string, Socket>();

/** What the repository's one branch points to; nobody fetches it. */
const COMMIT = '5ca1ab1e'.repeat(5);

const peerOf = (socket: Socket | TLSSocket): string => `${socket.remoteAddress} ${socket.remotePort}`;

function answer(request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '/', 'https://bitbucket.org');
  const send = (body: string | Buffer): void => {
    response.writeHead(200, { 'content-length': Buffer.byteLength(body), 'x-edge': edgeName });
    response.end(body);
  };
  const plain = plainSockets.get(peerOf(request.socket));
  if (url.pathname === '/abort') {
    plain?.resetAndDestroy();
  } else if (url.pathname === '/close') {
    response.writeHead(200, { connection: 'close', 'content-length': 0, 'x-edge': edgeName });
    response.end(() => request.socket.end(() => plain?.destroy()));
  } else if (url.pathname.endsWith('/info/refs')) {
    send(`${COMMIT}\trefs/heads/main\n`);
  } else if (url.pathname.endsWith('/HEAD')) {
    send('ref: refs/heads/main\n');
  } else if (url.pathname === '/download') {
    send(Buffer.alloc(Number(url.searchParams.get('bytes') ?? 1000), edgeName));
  } else {
    let received = 0;
    request.on('data', (part: Buffer) => {
      received += part.length;
    });
    request.on('end', () => send(`${JSON.stringify({ edge: edgeName, received })}\n`));
  }
}

function startTls(): void {
  const server = createTlsServer({ cert: readFileSync(certificateFile), key: readFileSync(keyFile) }, answer);
  server.keepAliveTimeout = 300_000;
  server.requestTimeout = 0;
  server.on('connection', (socket: Socket) => {
    socket.setNoDelay(true);
    const peer = peerOf(socket);
    plainSockets.set(peer, socket);
    socket.on('close', () => plainSockets.delete(peer));
    socket.on('error', () => undefined);
  });
  server.on('tlsClientError', () => undefined);
  server.on('clientError', (_error, socket) => socket.destroy());
  server.listen(443, '0.0.0.0', ready);
}

function greet(socket: Socket): void {
  socket.setNoDelay(true);
  socket.on('error', () => undefined);
  socket.write(`SSH-2.0-laboratory app-${edgeName}\r\n`);
  socket.on('data', (words) => {
    if (words.includes('abort')) socket.resetAndDestroy();
    else if (words.includes('close')) socket.end('closing\r\n', () => socket.destroy());
    else if (socket.writable) socket.write(Buffer.alloc(200, 'key exchange '));
  });
}

let waiting = 2 - closedPorts.length;
function ready(): void {
  waiting -= 1;
  if (waiting === 0) console.log('ready');
}

if (!closedPorts.includes(443)) startTls();
if (!closedPorts.includes(22)) createServer(greet).listen(22, '0.0.0.0', ready);
if (waiting === 0) {
  console.log('ready');
  setInterval(() => undefined, 60_000);
}
