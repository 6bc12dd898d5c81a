import { SYN_OPTIONS, type TcpPacket } from './build-capture.ts';

/** A complete handshake as the start of a session. `roundTrip` in milliseconds. */
export interface HandshakeOptions {
  readonly at?: number;
  readonly clientPort?: number;
  readonly server?: string;
  readonly serverPort?: number;
  readonly ttl?: number;
  readonly roundTrip?: number;
  readonly clientSequence?: number;
  readonly serverSequence?: number;
}

export function handshake(options: HandshakeOptions = {}): TcpPacket[] {
  const { at = 0, ttl = 56, roundTrip = 20, clientSequence = 1000, serverSequence = 9000 } = options;
  const common = {
    clientPort: options.clientPort ?? 50_000,
    serverPort: options.serverPort ?? 443,
    ...(options.server ? { server: options.server } : {}),
  };
  return [
    { ...common, at, from: 'client', flags: 'S', seq: clientSequence, options: SYN_OPTIONS },
    {
      ...common,
      at: at + roundTrip,
      from: 'server',
      flags: 'S.',
      seq: serverSequence,
      ack: clientSequence + 1,
      ttl,
      options: SYN_OPTIONS,
    },
    {
      ...common,
      at: at + roundTrip + 0.1,
      from: 'client',
      flags: '.',
      seq: clientSequence + 1,
      ack: serverSequence + 1,
    },
  ];
}
