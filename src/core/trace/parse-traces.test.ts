import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeText } from '../../main/node/decode-text.ts';
import { classifyPath } from './classify-path.ts';
import { parseTraces, type TraceOrigin } from './parse-traces.ts';
import { type ParsedTrace, TRACE_LIMITS, type TraceHop } from './parsed-trace.ts';

const FOLDER = join(import.meta.dirname, '..', '..', '..', 'e2e', 'fixtures', 'traces');
const TARGET = '104.192.141.1';

function read(file: string, origin: TraceOrigin | null = null): ParsedTrace[] {
  return [...parseTraces(decodeText(readFileSync(join(FOLDER, file))).text, origin).traces];
}

function only(file: string, origin: TraceOrigin | null = null): ParsedTrace {
  const [trace, ...more] = read(file, origin);
  if (!trace || more.length > 0) throw new Error(`${file}: one trace was expected, ${more.length + 1} found`);
  return trace;
}

/** `A B * A`: the last number of each answer's address in the order of the probes. */
const sequence = (hop: TraceHop | undefined): string =>
  (hop?.probes ?? [])
    .map((probe) => (probe ? (hop?.responders[probe.responder]?.address?.split(/[.:]/).at(-1) ?? '?') : '*'))
    .join(' ');
const addresses = (trace: ParsedTrace): string[] =>
  trace.hops.map(({ responders }) => responders.map(({ address, name }) => address ?? name).join('|') || '*');

describe('traceroute of Linux', () => {
  test('a responder that changes within the row is read probe by probe', () => {
    const { hops, format, target } = only('linux-same-interleaved.txt');
    expect(format).toBe('linux');
    expect(target).toEqual({ name: null, address: TARGET });
    expect(hops.map(sequence)).toEqual([
      '1 1 1 1 1 1',
      '9 9 9 9 9 9',
      '2 34 2 2 34 2',
      '38 6 * 38 6 6',
      '1 1 1 1 1 1',
    ]);
  });

  test('names, networks, labels and marks go where they belong', () => {
    const { hops } = only('linux-names-and-marks.txt');
    expect(hops[1]?.responders).toEqual([
      { address: '203.0.113.1', name: 'a.example.net', network: 'AS64501/AS64502' },
      { address: '203.0.113.2', name: 'b.example.net', network: 'AS64501' },
    ]);
    expect(hops[1]?.probes.map((probe) => [probe?.rttMs, probe?.mark])).toEqual([
      [5.301, '!X'],
      [5.402, '!H'],
      [5.377, null],
    ]);
    expect(hops[2]).toMatchObject({ sent: 3, answered: 0 });
    expect(hops[3]?.probes.map((probe) => probe?.mark)).toEqual(['!F-1476', '!13', null]);
  });

  test('the target’s TCP flags are kept with each answer', () => {
    const { hops, protocol } = only('linux-challenge-acks.txt');
    expect(protocol).toBe('tcp');
    expect(hops[2]?.probes.map((probe) => probe?.flags ?? null)).toEqual([
      'syn,ack',
      'ack',
      null,
      'syn,ack',
      'ack',
      null,
    ]);
  });

  test('IPv6 addresses are canonical and lose their scope', () => {
    expect(addresses(only('linux-v6.txt'))).toEqual([
      'fe80::1',
      '2001:db8::1|2001:db8::2',
      '2401:1d80:1010::150',
    ]);
  });

  test.each(['linux-wrapped-at-72.txt', 'linux-wrapped-at-80.txt', 'linux-wrapped-by-mail.txt'])(
    '%s says what the unbroken text says',
    (file) => {
      const { hops } = only(file);
      expect(hops.map(({ ttl }) => ttl)).toEqual([1, 2, 3, 10, 11]);
      expect(hops[1]?.responders.map(({ name }) => name)).toEqual([
        'ae-12.r20.lothlorien.example.net',
        'ae-13.r20.lothlorien.example.net',
      ]);
      expect(hops.flatMap(({ probes }) => probes.map((probe) => probe?.rttMs))).toEqual([
        ...[
          0.301, 0.288, 0.29, 5.301, 5.402, 5.377, 8.301, 8.402, 8.377, 9.301, 9.288, 9.29, 9.301, 9.288,
          9.29,
        ],
      ]);
    },
  );

  test('several traces in one file stay apart', () => {
    const [one, two] = read('linux-two-in-one.txt');
    expect(sequence(one?.hops[1])).toBe('2 34 2 2 34 2');
    expect(sequence(two?.hops[1])).toBe('34 2 2 34 34 2');
  });

  test.each([
    ['laboratory-alternate-udp.txt', 'unknown'],
    ['laboratory-alternate-tcp.txt', 'tcp'],
  ])('%s, written by traceroute itself over a path split by packet, shows it', (file, protocol) => {
    const trace = only(file);
    expect(trace.protocol).toBe(protocol);
    expect(sequence(trace.hops[2])).toMatch(/^(2 34 2 34 2 34|34 2 34 2 34 2)$/);
    expect(classifyPath([{ ...trace, source: file, flow: 'same' }]).kind).toBe('per-packet');
  });

  test('a row of ninety probes is read whole', () => {
    const row = ` 1  192.0.2.1${Array.from({ length: 90 }, (_, index) => (index % 3 === 2 ? ' *' : '  1.5 ms')).join('')}`;
    expect(parseTraces(row, null).traces[0]?.hops[0]).toMatchObject({ sent: 90, answered: 60 });
  });

  test('a complaint about rights is no trace', () => {
    expect(read('linux-no-rights.txt')).toEqual([]);
  });

  test('an answer that came before its probe was sent is the answer to another one', () => {
    const text = [
      'traceroute to 2401:1d80:1010::150 (2401:1d80:1010::150), 30 hops max, 80 byte packets',
      ' 1  2001:db8::2  0.120 ms  -0.226 ms  0.118 ms',
      ' 2  2001:db8:3::2  -0.226 ms 2001:db8:4::2  12.204 ms 2001:db8:3::2  -0.101 ms',
    ].join('\n');
    const hops = parseTraces(text, null).traces[0]?.hops ?? [];
    expect(hops.map(({ probes }) => probes.map((probe) => probe?.rttMs ?? null))).toEqual([
      [0.12, null, 0.118],
      [null, 12.204, null],
    ]);
    expect(hops.map(({ answered }) => answered)).toEqual([2, 1]);
    const probed = parseTraces(text, null).traces.map((one) => ({
      ...one,
      source: 'x',
      flow: 'same' as const,
    }));
    expect(classifyPath(probed).because.join(' ')).not.toContain('in turn');
  });
});

describe('traceroute of macOS', () => {
  test.each(['macos-same-no-header.txt', 'macos-header.txt'])(
    '%s: a responder on a row of its own belongs to the hop above',
    (file) => {
      const { hops, format } = only(file);
      expect(format).toBe('macos');
      expect(hops.map(sequence)).toEqual(['1 1 1 1 1 1', '1 2 2 1 1 2', '* * * 5 6 5', '1 1 1 1 1 1']);
    },
  );

  test('networks stand before names, losses after times', () => {
    const { hops } = only('macos-as-and-loss.txt');
    expect(hops[1]?.responders.map(({ name, network }) => `${name} ${network}`)).toEqual([
      'a.example AS64501',
      'b.example AS64502',
    ]);
    expect(hops[1]?.probes.map((probe) => probe?.mark)).toEqual(['!Z', null, '!10']);
    expect(hops[0]).toMatchObject({ sent: 3, answered: 2 });
  });
});

describe('Windows', () => {
  test.each([
    ['tracert-en.txt', 'utf-8'],
    ['tracert-de.txt', 'windows-1252'],
    ['tracert-fr.txt', 'windows-1252'],
    ['tracert-ja.txt', 'shift_jis'],
    ['tracert-ru-866.txt', 'ibm866'],
    ['tracert-ru-1251.txt', 'windows-1251'],
    ['tracert-zh.txt', 'gbk'],
    ['tracert-wide.txt', 'utf-8'],
    ['tracert-utf16.txt', 'utf-16le'],
    ['tracert-utf16-no-mark.txt', 'utf-16le'],
  ])('%s (%s) reads like every other language', (file, encoding) => {
    expect(decodeText(readFileSync(join(FOLDER, file))).encoding).toBe(encoding);
    const trace = only(file);
    expect(trace).toMatchObject({
      ...{ format: 'windows', protocol: 'icmp', showsEveryResponder: false },
      target: { name: 'bitbucket.org', address: TARGET },
    });
    expect(addresses(trace)).toEqual(['192.168.178.1', '203.0.113.1', '*', '203.0.113.9', TARGET]);
    expect(trace.hops.map(({ probes }) => probes.map((probe) => probe?.rttMs ?? null))).toEqual([
      ...[
        [0.5, 0.5, 0.5],
        [9, null, 10],
        [null, null, null],
        [12, 11, 12],
        [14, 14, 15],
      ],
    ]);
    expect(trace.hops[3]?.responders[0]?.name).toBe('edge one [rack 7]');
  });

  test('a router that cannot go on is an answer with a mark', () => {
    const { hops, target } = only('tracert-numeric-reports.txt');
    expect(target).toEqual({ name: null, address: TARGET });
    expect(hops[1]?.probes).toEqual([{ responder: 0, rttMs: null, mark: '!H', flags: null }]);
  });

  test('a name broken by the console is put together, a broken time-out stays one', () => {
    const trace = only('tracert-wrapped.txt');
    expect(trace.hops[1]?.responders[0]?.name).toBe('ae-12.very-long-router-name.lothlorien.example.net');
    expect(addresses(trace)).toEqual(['192.168.178.1', '203.0.113.9', '*', TARGET]);
  });

  test('pathping gives losses, without the machine itself', () => {
    const { hops, format, target } = only('pathping-en.txt');
    expect([format, target.address]).toEqual(['pathping', TARGET]);
    expect(hops).toMatchObject([
      { ttl: 1, sent: 100, answered: 100, responders: [{ address: '192.168.178.1' }] },
      { ttl: 2, sent: 100, answered: 0, responders: [{ address: '203.0.113.1' }] },
    ]);
  });
});

describe('mtr and tracepath', () => {
  test('indented rows are further responders of the hop above', () => {
    const trace = only('mtr-report.txt');
    expect(addresses(trace)).toEqual([
      '192.168.1.1',
      '198.51.100.2|198.51.100.34',
      '198.51.100.6|198.51.100.38',
      '*',
      TARGET,
    ]);
    expect(trace.hops.map(({ sent, answered }) => `${answered}/${sent}`)).toEqual([
      '10/10',
      '10/10',
      '9/10',
      '0/10',
      '10/10',
    ]);
    expect(trace.hops.every(({ isOrdered }) => !isOrdered)).toBe(true);
  });

  test('networks, names with addresses, trees and labels', () => {
    const { hops } = only('mtr-names-and-networks.txt');
    expect(hops[1]?.responders).toEqual([
      { address: '198.51.100.2', name: 'a.example.net', network: 'AS64500' },
      { address: '198.51.100.34', name: 'b.example.net', network: 'AS64500' },
    ]);
    expect(hops[2]?.responders).toEqual([{ address: null, name: 'edge.example.net', network: 'AS64501' }]);
  });

  test('a report broken off is data with a note', () => {
    const { hops, notes } = only('mtr-broken-off.txt');
    expect(hops).toHaveLength(2);
    expect(notes).toEqual(['mtr: Unexpected mtr-packet error']);
  });

  test.each(['mtr-json-095.json', 'mtr-json-092.json'])('%s shows one host a hop and says so', (file) => {
    const { hops, showsEveryResponder } = only(file);
    expect(showsEveryResponder).toBe(false);
    expect(hops[0]).toMatchObject({ sent: 10, answered: 10, responders: [{ address: '192.168.1.1' }] });
  });

  test('the interactive screen and a report broken by a paste read like the report', () => {
    expect(addresses(only('mtr-screen.txt'))).toEqual(['192.168.1.1', '198.51.100.2|198.51.100.34', TARGET]);
    const { hops } = only('mtr-wrapped.txt');
    expect(hops[1]).toMatchObject({
      sent: 10,
      responders: [{ name: 'ae-12.very-long-router-name.lothlorien.example.net' }],
    });
    expect(hops).toHaveLength(3);
  });

  test('--from mtr takes its JSON, too', () => {
    expect(only('mtr-json-095.json', 'mtr').format).toBe('mtr-json');
  });

  test('names and losses of mtr’s JSON', () => {
    const { hops, target } = only('mtr-json-095.json', 'mtr-json');
    expect(target.name).toBe('bitbucket.org');
    expect(hops[1]).toMatchObject({
      answered: 9,
      responders: [{ address: '198.51.100.2', name: 'edge.example', network: 'AS64500' }],
    });
    expect(hops[2]).toMatchObject({ answered: 0, responders: [] });
  });

  test('CSV joins the rows of a hop', () => {
    expect(addresses(only('mtr.csv'))).toEqual(['192.168.1.1', '198.51.100.2|198.51.100.34', '*', TARGET]);
  });

  test('raw lines keep the order, and doubled ones count once', () => {
    const { hops } = only('mtr-raw.txt');
    expect(sequence(hops[1])).toBe('34 2 34 2 34 2');
    expect(hops[2]).toMatchObject({ answered: 6, isOrdered: true });
  });

  test('tracepath', () => {
    expect(addresses(only('tracepath.txt'))).toEqual(['gw.example', '*', '203.0.113.9', TARGET]);
  });

  test('two programs in one file are two traces', () => {
    expect(read('two-programs.txt').map(({ format }) => format)).toEqual(['linux', 'mtr']);
  });
});

describe('what a stranger wrote', () => {
  test('escapes, markup, directions and commands come out inert', () => {
    const { hops, target } = only('hostile.txt');
    expect(target).toEqual({ name: 'bitbucket.org', address: TARGET });
    expect(hops).toHaveLength(5);
    for (const { responders } of hops)
      expect(responders[0]?.name ?? '').not.toMatch(/[\p{Cc}<>&"$`;|\u202a-\u202e\u0590-\u08ff]/u);
  });

  test.each([
    ['one line of ten million characters', ` 1  192.0.2.1  1.0 ms${'  1.0 ms'.repeat(1_250_000)}`],
    ['ten million opening brackets', ` 1  ${'['.repeat(10_000_000)}`],
    ['ten million blanks', ` 1 ${' '.repeat(10_000_000)}x`],
    ['an unfinished escape', ` 1  \u001b]${'0;'.repeat(5_000_000)}`],
    [
      'a hundred thousand traces',
      'traceroute to a (192.0.2.1), 30 hops max, 60 byte packets\n 1  192.0.2.1  1 ms\n'.repeat(100_000),
    ],
    ['a million numbers', '1 '.repeat(5_000_000)],
    ['a list as deep as it goes', '['.repeat(5_000_000)],
  ])('%s ends soon and small', (_name, text) => {
    const began = performance.now();
    const { traces } = parseTraces(text, null);
    expect(performance.now() - began).toBeLessThan(4000);
    expect(traces.length).toBeLessThanOrEqual(64);
    expect(JSON.stringify(traces).length).toBeLessThan(1_000_000);
  });

  test('more traces than are taken are cut at the bound, whatever the user said they are from', () => {
    const texts: readonly (readonly [readonly (TraceOrigin | null)[], (index: number) => string])[] = [
      [
        [null, 'linux', 'macos'],
        (index) => `traceroute to h${index} (192.0.2.${index}), 30 hops max\n 1  10.0.0.1  1 ms\n`,
      ],
      [
        [null, 'windows'],
        (index) =>
          `Tracing route to h${index} [192.0.2.${index}]\n\n  1     1 ms     1 ms     1 ms  10.0.0.1\n\n`,
      ],
      [
        [null, 'mtr'],
        (index) => `HOST: h${index}  Loss%  Snt\n  1.|-- 10.0.0.1  0.0%  5  1.0  1.0  1.0  1.0  0.0\n`,
      ],
      [[null, 'mtr'], (index) => `MTR.0.95,${index},OK,192.0.2.${index},1,10.0.0.1,0.00,5\n`],
      [
        [null, 'mtr-json'],
        (index) =>
          `{"report":{"mtr":{"dst":"192.0.2.${index}"},"hubs":[{"count":1,"host":"10.0.0.1","Snt":5,"Loss%":0}]}}\n`,
      ],
    ];
    for (const [origins, textOf] of texts)
      for (const origin of origins)
        for (const more of [0, 1, 5]) {
          const many = Array.from({ length: TRACE_LIMITS.traces + more }, (_, index) => textOf(index)).join(
            '',
          );
          const { traces, isCut } = parseTraces(many, origin);
          expect([traces.length, isCut], `${textOf(0)} as ${origin}`).toEqual([
            TRACE_LIMITS.traces,
            more > 0,
          ]);
          expect(traces.every(({ hops }) => hops.length === 1)).toBe(true);
        }
  });

  test('no text makes it throw, and every number is within its bounds', () => {
    const word = fc.constantFrom(
      '*',
      '1',
      '2.5 ms',
      '<1 ms',
      'a.b',
      '(192.0.2.1)',
      '[192.0.2.2]',
      '192.0.2.3',
      '!X',
      '\n',
      ' 1 ',
      '\t',
      '.|--',
      'HOST:',
      '0.0%',
      '\u001b[0m',
      '{"report"',
      'ms',
      '2001:db8::1',
      '  ',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(word, fc.string({ maxLength: 6 })), { maxLength: 60 }), (words) => {
        for (const origin of [null, 'linux', 'windows', 'mtr', 'mtr-json'] as const)
          for (const { hops } of parseTraces(words.join(' '), origin).traces)
            for (const { ttl, sent, answered, probes, responders } of hops) {
              expect(ttl).toBeGreaterThanOrEqual(1);
              expect(ttl).toBeLessThanOrEqual(255);
              expect(answered).toBeLessThanOrEqual(Math.max(sent, responders.length));
              for (const probe of probes) if (probe) expect(responders[probe.responder]).toBeDefined();
            }
      }),
      { numRuns: 300 },
    );
  });
});

describe('IPv6 hops', () => {
  const HOP_TWO = '2001:db8:1::2';
  const BOTH = '2001:db8:1::2|2001:db8:2::2';
  const SIX = '2401:1d80:1010::150';

  const APART = '2001:db8:2::6|2001:db8:1::6';

  test.each<[string, string, string, ...string[]]>([
    ['macos-v6.txt', 'macos', BOTH, APART, SIX],
    ['tracert-v6.txt', 'windows', HOP_TWO, '*', SIX],
    ['pathping-v6.txt', 'pathping', HOP_TWO],
    ['mtr-report-v6.txt', 'mtr', BOTH, '*', SIX],
    ['mtr-raw-v6.txt', 'mtr-raw', '2001:db8:2::2|2001:db8:1::2', APART, SIX],
    ['mtr-v6.csv', 'mtr-csv', BOTH, '*', SIX],
    ['mtr-json-v6.json', 'mtr-json', HOP_TWO, '*', SIX],
    ['tracepath-v6.txt', 'tracepath', HOP_TWO, '*', SIX],
    ['scamper-v6.txt', 'scamper', BOTH, '2001:db8:1::6|2001:db8:2::6', SIX],
  ])('are read out of %s', (file, format, ...behind) => {
    const trace = only(file);
    expect(trace.format).toBe(format);
    expect(addresses(trace)).toEqual(['2001:db8:77::1', ...behind]);
  });

  test.each(['macos-v6.txt', 'mtr-raw-v6.txt', 'scamper-v6.txt'])(
    'that come in turn within one flow of %s are a split by packet',
    (file) => {
      const trace = { ...only(file), source: file, flow: 'same' } as const;
      expect(classifyPath([trace])).toMatchObject({ kind: 'per-packet', splitAt: 2 });
      expect(classifyPath([{ ...trace, flow: 'varied' }])).toMatchObject({ kind: 'per-flow' });
    },
  );
});
