import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadProductFacts } from './product-facts.ts';
import { testPastOverride } from './test-past-override.ts';

const { playbook } = loadProductFacts(join(import.meta.dirname, '..', '..', '..', 'resources'));

function world(found: readonly string[], resets: (address: string) => boolean) {
  const tried: string[] = [];
  return {
    tried,
    ports: {
      resolve: () => Promise.resolve(found),
      prove: (address: string) => {
        tried.push(address);
        return Promise.resolve({
          outcome: resets(address) ? ('reset' as const) : ('proved' as const),
          ms: 1,
          detail: null,
        });
      },
      pause: () => Promise.resolve(),
    },
  };
}

test('both are tried in turn and equally often', async () => {
  const { tried, ports } = world(['104.192.141.1', '104.192.141.2', '104.192.141.3'], (address) =>
    address.startsWith('104'),
  );
  const { verdict, anycast, legacy } = await testPastOverride(playbook, ports);
  expect(verdict).toBe('still-broken');
  expect([anycast.attempts, anycast.resets, legacy.attempts, legacy.proved]).toEqual([20, 20, 20, 20]);
  expect(tried.slice(0, 4)).toEqual(['104.192.141.1', '18.205.93.0', '104.192.141.2', '18.205.93.1']);
});

test.each([
  ['nothing', []],
  ['the override itself', ['18.205.93.1']],
])('when DNS answers %s, nothing is tried and nothing claimed', async (_, found) => {
  const { tried, ports } = world(found, () => false);
  expect(await testPastOverride(playbook, ports)).toMatchObject({ verdict: 'not-comparable' });
  expect(tried).toEqual([]);
});

test('stopping it ends the tries', async () => {
  const { tried, ports } = world(['104.192.141.1'], () => false);
  const stop = new AbortController();
  const prove = (address: string) => {
    stop.abort();
    return ports.prove(address);
  };
  await testPastOverride(playbook, { ...ports, prove }, stop.signal);
  expect(tried).toHaveLength(1);
});
