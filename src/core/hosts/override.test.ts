import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressesOf } from './addresses-of.ts';
import { type OverrideRequest, planOverride } from './apply-override.ts';
import { joinHosts, splitHosts } from './hosts-lines.ts';
import { findBlocks } from './managed-block.ts';
import { competingLines, overrideDiff, revertDiff } from './override-diff.ts';
import { planRevert } from './revert-override.ts';

const request: OverrideRequest = {
  entries: [
    { address: '18.205.93.1', name: 'bitbucket.org' },
    { address: '18.205.93.1', name: 'ssh.bitbucket.org' },
  ],
  facts: {
    id: '7f3a2c',
    madeAt: '2026-11-24T10:00:00Z',
    expiresAt: '2026-12-01T10:00:00Z',
    version: '0.1.0',
  },
  setAsideOthers: true,
  systemEnding: '\n',
};

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const text = (value: Uint8Array): string => Buffer.from(value).toString('latin1');

function apply(file: Uint8Array, change: Partial<OverrideRequest> = {}): Uint8Array {
  const plan = planOverride(file, { ...request, ...change });
  if (plan.kind !== 'change') throw new Error(plan.kind);
  return plan.bytes;
}
function revert(file: Uint8Array): Uint8Array {
  const plan = planRevert(file);
  if (plan.kind !== 'change') throw new Error(plan.kind);
  return plan.bytes;
}

const FILES: Readonly<Record<string, string>> = {
  'an ordinary file': '127.0.0.1 localhost\n::1 localhost\n',
  'an empty file': '',
  'no final line ending': '127.0.0.1 localhost',
  'Windows endings': '127.0.0.1 localhost\r\n# x\r\n',
  'mixed endings': '127.0.0.1 a\r\n::1 b\n10.0.0.1 c\r10.0.0.2 d\n',
  'a byte-order mark': '\u00ef\u00bb\u00bf127.0.0.1 localhost\n',
  'CP1252 bytes': '# caf\u00e9 \u0080 \u009f\n10.0.0.1 m\u00fcller\n',
  'tabs, comments, upper case': '10.0.0.1\tBITBUCKET.ORG\talias # mine\n\n\t# x\n',
  'the same name twice': '10.0.0.1 bitbucket.org\n10.0.0.2 bitbucket.org\n',
  '3,000 lines': '0.0.0.0 ad.example\n'.repeat(3000),
  'only blank lines': '\n\n\n',
  'a line ending with spaces': '127.0.0.1 localhost   ',
};

describe('applied and reverted, the file is the same byte for byte', () => {
  test.each(Object.entries(FILES))('%s', (_name, content) => {
    const before = bytes(content);
    expect(text(revert(apply(before)))).toBe(content);
    expect(text(revert(apply(before, { setAsideOthers: false, systemEnding: '\r\n' })))).toBe(content);
  });

  test('whatever bytes it holds', () => {
    const file = fc
      .array(
        fc.oneof(fc.constantFrom('\n', '\r\n', '\r', '#', ' ', 'bitbucket.org', '10.0.0.1 '), fc.string()),
      )
      .map((parts) => bytes(parts.join('').replaceAll('\u0000', '')));
    fc.assert(
      fc.property(file, fc.boolean(), (before, setAsideOthers) => {
        expect(Buffer.from(joinHosts(splitHosts(before))).equals(before)).toBe(true);
        expect(Buffer.from(revert(apply(before, { setAsideOthers }))).equals(before)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the block', () => {
  test('takes the endings of the file', () => {
    expect(text(apply(bytes(FILES['Windows endings'] ?? '')))).toMatch(/18\.205\.93\.1 bitbucket\.org\r\n/);
    expect(text(apply(bytes('')))).not.toContain('\r');
  });

  test('says who made it, when, and until when', () => {
    const { blocks } = findBlocks(splitHosts(apply(bytes('127.0.0.1 localhost\n'))));
    expect(blocks).toMatchObject([
      {
        facts: request.facts,
        inner: ['18.205.93.1 bitbucket.org', '18.205.93.1 ssh.bitbucket.org'],
        edited: false,
      },
    ]);
  });

  test('makes its address the one that counts when earlier lines are set aside', () => {
    const file = bytes('104.192.141.1 Bitbucket.org # mine\n');
    expect(addressesOf(splitHosts(apply(file)), 'bitbucket.org')).toEqual(['18.205.93.1']);
    expect(addressesOf(splitHosts(apply(file, { setAsideOthers: false })), 'bitbucket.org')[0]).toBe(
      '104.192.141.1',
    );
  });

  test('shows earlier lines for the same name, whatever is done with them', () => {
    const file = bytes('127.0.0.1 localhost\n10.0.0.1 x bitbucket.org\n');
    expect(competingLines(file, ['bitbucket.org'])).toEqual([{ line: 2, text: '10.0.0.1 x bitbucket.org' }]);
  });

  test('is not added to a file that has one, or half of one', () => {
    const once = apply(bytes('127.0.0.1 localhost\n'));
    expect(planOverride(once, request).kind).toBe('already-there');
    const half = bytes(text(once).replace(/# <<<.*\n/, ''));
    expect(planOverride(half, request).kind).toBe('damaged-block');
  });

  test('is shown as added lines with a little around them', () => {
    const file = bytes('# head\n'.repeat(50));
    const diff = overrideDiff(file, apply(file));
    expect(diff.filter(({ kind }) => kind === 'added')).toHaveLength(4);
    expect(diff.filter(({ kind }) => kind === 'same')).toHaveLength(3);
    expect(diff.at(-1)).toMatchObject({ kind: 'added', line: 54 });
  });

  test('is shown with the lines it sets aside, in their places', () => {
    const file = bytes('127.0.0.1 localhost\n10.0.0.1 bitbucket.org\n10.0.0.2 other');
    const diff = overrideDiff(file, apply(file));
    expect(diff.map(({ kind, line }) => `${kind} ${line}`)).toEqual([
      ...['same 1', 'removed 2', 'added 2', 'same 3', 'added 4', 'added 5', 'added 6', 'added 7'],
    ]);
  });
});

describe('reverting', () => {
  const applied = apply(bytes('127.0.0.1 localhost\n104.192.141.1 bitbucket.org\n'));

  test('keeps what others wrote meanwhile, before and after the block', () => {
    const changed = bytes(`10.9.9.9 before\n${text(applied)}10.9.9.8 after\n`);
    expect(text(revert(changed))).toBe(
      '10.9.9.9 before\n127.0.0.1 localhost\n104.192.141.1 bitbucket.org\n10.9.9.8 after\n',
    );
  });

  test('keeps a line apart from ours when the file had no final ending and somebody wrote below', () => {
    const changed = bytes(`${text(apply(bytes('127.0.0.1 localhost')))}10.9.9.8 after\n`);
    expect(text(revert(changed))).toBe('127.0.0.1 localhost\n10.9.9.8 after\n');
  });

  test('is shown as the lines that go and the line that comes back, with what others wrote in its place', () => {
    const changed = bytes(`10.9.9.9 before\n${text(applied)}10.9.9.8 after\n`);
    const diff = revertDiff(changed, revert(changed));
    expect(diff.map(({ kind, text: line }) => [kind, line.slice(0, 15)])).toEqual([
      ['same', '10.9.9.9 before'],
      ['same', '127.0.0.1 local'],
      ['removed', '# [bitbucket-re'],
      ['added', '104.192.141.1 b'],
      ['removed', '# >>> bitbucket'],
      ['removed', '18.205.93.1 bit'],
      ['removed', '18.205.93.1 ssh'],
      ['removed', '# <<< bitbucket'],
      ['same', '10.9.9.8 after'],
    ]);
  });

  test('asks when somebody changed the block by hand', () => {
    const edited = bytes(text(applied).replace('18.205.93.1 bitbucket.org', '18.205.93.2 bitbucket.org'));
    const plan = planRevert(edited);
    expect(plan.kind).toBe('edited-block');
    if (plan.kind === 'edited-block')
      expect(text(plan.bytes)).toBe('127.0.0.1 localhost\n104.192.141.1 bitbucket.org\n');
  });

  test('does not guess where half a block ends', () => {
    const half = bytes(text(applied).replace(/# <<<.*\n/, ''));
    expect(planRevert(half)).toEqual({ kind: 'damaged-block', lines: [3] });
  });

  test('removes a block that was copied twice', () => {
    const block = text(applied).split('\n').slice(2).join('\n');
    const twice = bytes(text(applied) + block);
    expect(text(revert(twice))).toBe('127.0.0.1 localhost\n104.192.141.1 bitbucket.org\n');
  });

  test('a file without our block is left alone', () => {
    expect(planRevert(bytes('127.0.0.1 localhost\n')).kind).toBe('nothing-there');
  });
});

describe('files that are not touched', () => {
  test.each([
    ['utf-16', new Uint8Array([0xff, 0xfe, 0x31, 0])],
    ['binary', new Uint8Array([0x31, 0, 0x32])],
    ['too-large', new Uint8Array(4 * 1024 * 1024 + 1).fill(10)],
  ])('%s', (why, file) => {
    expect(planOverride(file, request)).toEqual({ kind: 'untouchable', why });
    expect(planRevert(file)).toEqual({ kind: 'untouchable', why });
  });
});
