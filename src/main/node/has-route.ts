import { createSocket } from 'node:dgram';

/** Whether the system knows a way to an address, as it says when a UDP socket is bound to it: no packet leaves. */
export function hasRoute(address: string, port = 443): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
    const end = (found: boolean): void => {
      socket.removeAllListeners('error');
      // Node tells a failed connect through its callback and, in some versions, as an event as well.
      socket.on('error', () => {});
      socket.close();
      resolve(found);
    };
    socket.once('error', () => end(false));
    // Node's types leave out the error that the callback gets when there is no way.
    const told = (error?: Error): void => end(error === undefined || error === null);
    socket.connect(port, address, told as () => void);
  });
}
