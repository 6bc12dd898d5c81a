import { spawn } from 'node:child_process';

/** A display nobody looks at. */
export type VirtualDisplay = { readonly name: string; readonly close: () => void };

/**
 * Starts Xvfb on a free display number it chooses itself. Undefined where there is no Xvfb; the caller then needs
 * a real display. Access control is off because the window belongs to another user when the suite runs as root.
 */
export const startVirtualDisplay = (): Promise<VirtualDisplay | undefined> =>
  new Promise((resolve, reject) => {
    const args = ['-displayfd', '3', '-screen', '0', '1600x1200x24', '-nolisten', 'tcp', '-ac'];
    const child = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
    child.once('error', () => resolve(undefined));
    child.once('exit', (code) => reject(new Error(`Xvfb ended with ${code} before it had a display`)));
    child.stdio[3]?.once('data', (chunk: Buffer) => {
      child.removeAllListeners('exit');
      resolve({ name: `:${chunk.toString('utf8').trim()}`, close: () => child.kill('SIGTERM') });
    });
  });
