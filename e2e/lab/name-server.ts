/**
 * DNS as the client's resolver would answer it, run in the home router: every name has the one address given.
 *
 * usage: name-server.ts ADDRESS ANSWER
 * Listens on UDP port 53 of ADDRESS and says "ready". RFC 1035 section 4: header, the question as it came, one A record.
 */
import { createSocket } from 'node:dgram';

const [address = '', answer = ''] = process.argv.slice(2);
const HEADER_BYTES = 12;
const TYPE_A = 1;

function reply(query: Buffer): Buffer {
  let end = HEADER_BYTES;
  while ((query[end] ?? 0) > 0) end += (query[end] ?? 0) + 1;
  const type = query.readUInt16BE(end + 1);
  const question = query.subarray(HEADER_BYTES, end + 5);
  const hasAnswer = type === TYPE_A;
  const header = Buffer.from([...query.subarray(0, 2), 0x81, 0x80, 0, 1, 0, hasAnswer ? 1 : 0, 0, 0, 0, 0]);
  // The name of the question (a pointer to it), A, IN, sixty seconds, four bytes.
  const record = [0xc0, HEADER_BYTES, 0, TYPE_A, 0, 1, 0, 0, 0, 60, 0, 4, ...answer.split('.').map(Number)];
  return Buffer.concat([header, question, Buffer.from(hasAnswer ? record : [])]);
}

const socket = createSocket('udp4');
socket.on('message', (query, { address: from, port }) => socket.send(reply(query), port, from));
socket.bind(53, address, () => console.log('ready'));
