import { spawn } from 'node:child_process';
import { EXIT_NO_RIGHTS } from '../../contract/broker.ts';
import type { LaunchBroker } from '../broker-client.ts';

/** The program that runs the broker, and the broker: absolute paths of files that ship with the product. */
export interface BrokerProgram {
  readonly runtime: string;
  readonly broker: string;
}

/**
 * Starts the broker as a plain child, for a program that runs as root already. Nobody is asked. In a group of its own,
 * so that Ctrl-C in a terminal reaches us first and the capture can be stopped in peace.
 */
export const launchChild =
  ({ runtime, broker }: BrokerProgram): LaunchBroker =>
  (bootstrapFolder) =>
    new Promise((resolve) => {
      const child = spawn(runtime, [broker, bootstrapFolder], {
        cwd: '/',
        env: { ELECTRON_RUN_AS_NODE: '1' },
        detached: process.platform !== 'win32',
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      let said = '';
      child.stderr.on('data', (piece: Buffer) => {
        said = (said + piece.toString('utf8')).slice(-2000);
      });
      child.on('error', (error) => resolve({ kind: 'failed', detail: error.message }));
      child.on('close', (code) =>
        resolve({
          kind: code === EXIT_NO_RIGHTS ? 'policy-forbids' : 'failed',
          detail: `${said.trim()} (${code})`,
        }),
      );
    });
