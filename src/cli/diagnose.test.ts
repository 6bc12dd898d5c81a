import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadProductFacts } from '../main/services/product-facts.ts';
import { diagnose } from './commands/diagnose.ts';

/** Only what ends before anything is measured: the tests of the command line reach no network. */
test.each([
  [['--quick', '--thorough']],
  [['104.192.141.1']],
  [['--fast']],
  [['--watch', '0']],
  [['--watch', '5', '--quick']],
  [['--idle', 'long']],
  [['--idle', '90']],
  [['--record']],
  [['--record', import.meta.filename]],
])('%j is wrong usage', async (words) => {
  const resourcesFolder = join(import.meta.dirname, '..', '..', 'resources');
  const outcome = await diagnose.run(words, {
    terminal: { out: () => {}, note: () => {}, color: false, progress: false },
    ...{ facts: loadProductFacts(resourcesFolder), resourcesFolder, brokerFile: '', version: '0' },
    now: () => new Date(0),
  });
  expect(outcome).toMatchObject({ problem: { kind: 'usage' } });
});
