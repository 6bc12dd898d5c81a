import { describe, expect, test } from 'vitest';
import { parseDuration } from './duration.ts';
import { type AddressAttempt, type IdentityOutcome, judgeAddresses } from './judge-addresses.ts';
import { SNIPPET_KINDS, snippetFor } from './snippets.ts';

const ADDRESSES = ['18.205.93.0', '18.205.93.1', '18.205.93.2'];

function attempts(
  address: string,
  https: readonly IdentityOutcome[],
  ms = 20,
  ssh: readonly IdentityOutcome[] = ['proved', 'proved', 'proved'],
): AddressAttempt[] {
  const make = (service: 'https' | 'ssh') => (outcome: IdentityOutcome) => ({
    address,
    service,
    outcome,
    ms: outcome === 'proved' ? ms : null,
    detail: null,
  });
  return [...https.map(make('https')), ...ssh.map(make('ssh'))];
}
const GOOD = ['proved', 'proved', 'proved'] as const;

describe('which address', () => {
  test('the fastest of those that proved themselves every time', () => {
    const choice = judgeAddresses(ADDRESSES, [
      ...attempts('18.205.93.0', GOOD, 30),
      ...attempts('18.205.93.1', ['proved', 'reset', 'proved'], 5),
      ...attempts('18.205.93.2', GOOD, 12),
    ]);
    expect(choice).toMatchObject({ recommended: '18.205.93.2', refusal: null });
    expect(choice.addresses[1]).toMatchObject({ usable: false, https: { proved: 2, trouble: 'reset' } });
  });

  test.each([
    ['foreign', 'identity that is not Bitbucket'],
    ['untrusted', 'opens TLS'],
    ['reset', 'broken too'],
    ['timeout', 'did not answer'],
    ['unreachable', 'cannot be reached'],
  ] as const)('none when all are %s, and the reason is said', (outcome, words) => {
    const choice = judgeAddresses(
      ADDRESSES,
      ADDRESSES.flatMap((address) => attempts(address, [outcome, outcome, outcome])),
    );
    expect(choice.recommended).toBeNull();
    expect(choice.refusal).toContain(words);
  });

  test('one foreign identity among good answers makes an address unusable', () => {
    const choice = judgeAddresses(['18.205.93.0'], attempts('18.205.93.0', ['proved', 'foreign', 'timeout']));
    expect(choice.addresses[0]).toMatchObject({ usable: false, https: { trouble: 'foreign' } });
  });

  test('an unknown host key makes an address unusable, an unchecked one does not', () => {
    const bad = judgeAddresses(['18.205.93.0'], attempts('18.205.93.0', GOOD, 20, ['foreign']));
    expect(bad.addresses[0]?.because).toMatch(/^SSH/);
    expect(bad.recommended).toBeNull();
    const open = judgeAddresses(['18.205.93.0'], attempts('18.205.93.0', GOOD, 20, ['not-checked']));
    expect(open.recommended).toBe('18.205.93.0');
  });

  test('nothing is recommended that was never tried', () => {
    expect(judgeAddresses(ADDRESSES, [])).toMatchObject({ recommended: null });
  });
});

describe('durations', () => {
  test.each([
    ['7d', 604_800],
    ['7', 604_800],
    ['12h', 43_200],
    ['P7D', 604_800],
    ['PT36H', 129_600],
    ['30d', 2_592_000],
    ['1h', 3600],
  ])('%s', (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
  });

  test.each(['', '0d', '31d', '0h', '721h', '-1d', '7w', 'forever', '1.5d', '7d7d'])('not %j', (text) => {
    expect(parseDuration(text)).toBeNull();
  });
});

describe('snippets', () => {
  const input = {
    address: '18.205.93.1',
    names: ['bitbucket.org', 'ssh.bitbucket.org'],
    expiresAt: '2026-12-01T10:00:00Z',
  };

  test.each(SNIPPET_KINDS)('%s names the address, every host, and that it is temporary', (kind) => {
    const { text } = snippetFor(kind, input);
    expect(text).toContain('18.205.93.1');
    for (const name of input.names) expect(text).toContain(name);
    expect(text).toContain('Temporary, until 2026-12-01T10:00:00Z');
    expect(text).not.toContain('undefined');
  });
});
