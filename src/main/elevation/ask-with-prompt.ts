import { exec } from 'sudo-prompt';
import { PRODUCT_NAME } from '../../core/words/product-name.ts';
import type { LaunchBroker } from '../broker-client.ts';
import type { BrokerProgram } from './launch-child.ts';
import { promptCommand } from './prompt-command.ts';
import { meaningOf } from './prompt-failure.ts';

/**
 * Starts the broker through the system's own prompt for rights. The only use of sudo-prompt (its maintained fork under
 * the same name): no `env`, because pkexec drops it and macOS lets a shell read it; no time limit, because the prompt
 * may stay open; what it says is diagnostics, because only the broker's hello means that rights were given.
 */
export const askWithPrompt =
  (program: BrokerProgram): LaunchBroker =>
  (bootstrapFolder) =>
    new Promise((resolve) => {
      const command = promptCommand(process.platform, program, bootstrapFolder);
      if (command === null) {
        resolve({ kind: 'unavailable', detail: 'a path of the program has unusual characters in it' });
        return;
      }
      // The library takes letters, digits and blanks only, which the name is made of.
      exec(command, { name: PRODUCT_NAME }, (error, _stdout, stderr) => {
        const code = error !== undefined && 'code' in error ? Number(error.code) : null;
        resolve(
          meaningOf({ message: error?.message ?? 'the broker ended', stderr: String(stderr ?? ''), code }),
        );
      });
    });
