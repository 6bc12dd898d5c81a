import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Analysis } from '../../contract/analysis.ts';
import {
  LETTER_DETAILS,
  type LetterLanguage,
  letterLanguageSchema,
  letterRecipientSchema,
  letterSchema,
} from '../../contract/letter.ts';
import type { Paths } from '../../contract/paths.ts';
import { analyseCaptures } from '../../main/services/analyse-captures.ts';
import { diagnose } from '../../main/services/diagnose.ts';
import { loadProductFacts } from '../../main/services/product-facts.ts';
import { type LetterRequest, writeLetter } from '../../main/services/write-letter.ts';
import { measuredWorld } from '../../test-support/measured-world.ts';
import { buildPaths } from '../trace/build-paths.ts';
import { parseTraces } from '../trace/parse-traces.ts';
import { whoFirst } from './letter-facts.ts';
import { LETTER_WORDS } from './letter-words.ts';

const PROJECT = join(import.meta.dirname, '..', '..', '..');
const facts = loadProductFacts(join(PROJECT, 'resources'));
const names = { userName: 'kim', hostName: 'kims-laptop', homeFolder: '/home/kim', ownAddresses: [] };

async function analysisOf(path: string): Promise<Analysis> {
  const read = await analyseCaptures({ paths: [path], targets: [], selection: 'target-or-reset' }, facts);
  if (!read.ok) throw new Error(read.problem.message);
  return read.value;
}

function pathsOf(text: string): Paths {
  const traces = parseTraces(text, null).traces.map((trace) => ({
    ...trace,
    source: 'traceroute -n -U --sport=40000 104.192.141.1',
    flow: 'same' as const,
  }));
  return buildPaths(traces, (address) => address.startsWith('104.192.141.'));
}

/** One flow, six probes a hop, that parts at the third or the second hop. */
const splitAt = (hop: 2 | 3): Paths =>
  pathsOf(
    [
      'traceroute to 104.192.141.1 (104.192.141.1), 30 hops max, 60 byte packets',
      ' 1  192.168.77.1  0.4 ms  0.3 ms  0.3 ms  0.3 ms  0.3 ms  0.3 ms',
      hop === 2
        ? ' 2  203.0.113.5  4.1 ms 203.0.113.9  4.2 ms 203.0.113.5  4.1 ms 203.0.113.5  4.0 ms 203.0.113.9  4.1 ms 203.0.113.5  4.2 ms'
        : ' 2  203.0.113.1  4.1 ms  4.2 ms  4.1 ms  4.0 ms  4.1 ms  4.2 ms',
      ' 3  198.51.100.7  9.1 ms 198.51.100.9  9.2 ms 198.51.100.7  9.1 ms 198.51.100.7  9.0 ms 198.51.100.9  9.1 ms 198.51.100.7  9.2 ms',
      ' 4  198.51.100.17  10.1 ms 198.51.100.19  19.2 ms 198.51.100.17  10.1 ms 198.51.100.17  10.0 ms 198.51.100.19  19.1 ms 198.51.100.17  10.2 ms',
      ' 5  104.192.141.1  12.1 ms  25.2 ms  12.1 ms  12.0 ms  25.1 ms  12.2 ms',
    ].join('\n'),
  );

describe('a letter', () => {
  let practice: Analysis;
  let firewall: Analysis;
  beforeAll(async () => {
    practice = await analysisOf(join(PROJECT, 'resources', 'practice', 'practice.pcap'));
    firewall = await analysisOf(join(PROJECT, 'e2e', 'fixtures', 'captures', 'firewall-reject.pcap'));
  });

  const write = (more: Partial<LetterRequest> = {}) =>
    letterSchema.parse(
      writeLetter(
        {
          to: 'isp',
          language: 'en',
          analysis: practice,
          diagnosis: null,
          paths: null,
          details: {},
          edits: {},
          masks: true,
          ...more,
        },
        facts,
        { names },
      ),
    );

  it('speaks from a live diagnosis where there is no capture, with its counts, and still asks for one', async () => {
    const { used } = measuredWorld({ outcome: (arm) => (arm === 'anycast' ? 'reset' : 'ok') });
    const diagnosis = await diagnose(
      { mode: 'standard', idleMinutes: null },
      facts,
      used,
      new AbortController().signal,
    );
    const letter = write({ analysis: null, diagnosis, paths: splitAt(3) });
    expect(letter.first.because).toBe('split-far');
    expect(letter.text).toMatch(/anycast +32 +32 /);
    expect(letter.text).toContain('different anycast sites');
    expect(letter.text).toContain('Confidence of this reading: weak');
    expect(letter.missing.map(({ id }) => id)).toContain('capture');
    const quick = await diagnose(
      { mode: 'quick', idleMinutes: null },
      facts,
      used,
      new AbortController().signal,
    );
    expect(write({ analysis: null, diagnosis: quick }).text, 'an early end has no probability').not.toContain(
      'Fisher',
    );
  });

  const readers = letterRecipientSchema.options.flatMap((to) =>
    letterLanguageSchema.options.map((language) => ({ to, language })),
  );

  it.each(readers)('for $to in $language says what was measured, and the same twice', ({ to, language }) => {
    const letter = write({ to, language, paths: splitAt(3) });
    expect(letter.text).toContain('104.192.141.0/24');
    expect(letter.text).toContain(LETTER_WORDS[language].greeting[to]);
    expect(letter.text).not.toMatch(/undefined|null|NaN|\[object/);
    expect(write({ to, language, paths: splitAt(3) })).toEqual(letter);
  });

  it.each(letterLanguageSchema.options.filter((one) => one !== 'en'))(
    'has every sentence in %s in a wording of its own',
    (language: LetterLanguage) => {
      const flat = (value: unknown, at: string): [string, string][] => {
        if (typeof value === 'string') return [[at, value]];
        if (typeof value === 'function') return [[at, value('A', 'B', 'C')]];
        return Object.entries(value as object).flatMap(([key, one]) => flat(one, `${at}.${key}`));
      };
      const english = new Map(flat(LETTER_WORDS.en, ''));
      const own = flat(LETTER_WORDS[language], '');
      expect(own.map(([at]) => at)).toEqual([...english.keys()]);
      const same = own.filter(
        ([at, text]) => english.get(at) === text && /[a-z]{4}.* .*[a-z]{4}/i.test(text),
      );
      expect(same).toEqual([]);
    },
  );

  it('has no number that is not in the analysis, but for the two intervals and the probability', () => {
    const letter = write({ to: 'network' });
    const known = new Set(JSON.stringify(practice).match(/\d+(\.\d+)?/g));
    const derived = new Set(['38', '18', '90.8', '100.0', '0.0', '17.6', '0.0001', '95']);
    const measured = letter.sections.filter(({ id }) => ['when', 'comparison', 'session'].includes(id));
    const numbers = measured.flatMap(({ lines }) =>
      lines.flatMap(({ text }) => text.replace(/^\d{2}:\d{2}:\d{2}\.\d{3} /, '').match(/\d+(\.\d+)?/g) ?? []),
    );
    expect(numbers.length).toBeGreaterThan(60);
    expect(numbers.filter((number) => !known.has(number) && !derived.has(number))).toEqual([]);
    const anycast = practice.sessions.filter(({ arm }) => arm === 'anycast');
    expect([anycast.length, practice.sessions.length - anycast.length]).toEqual([38, 18]);
  });

  it('names the hops where the paths part, the command, and that only one direction is seen', () => {
    const { sections } = write({ to: 'network', paths: splitAt(3) });
    const lines = sections.find(({ id }) => id === 'path')?.lines.map(({ text }) => text) ?? [];
    expect(lines[0]).toBe(
      'Probes of one and the same flow part at hop 3: 198.51.100.7 / 198.51.100.9; the last hop they share is 203.0.113.1.',
    );
    expect(lines).toContain('1    192.168.77.1');
    expect(lines).toContain('traceroute -n -U --sport=40000 104.192.141.1 (one flow)');
    expect(lines).toContain('A trace shows the direction from us to the service only.');
  });

  it('shows the own network team its addresses, and nobody else', () => {
    const text = (to: LetterRequest['to'], masks = true) => write({ to, masks, paths: splitAt(3) }).text;
    expect(text('network')).toContain('192.168.77.10:');
    expect(text('isp')).not.toContain('192.168.77.');
    expect(text('atlassian')).not.toContain('192.168.77.');
    expect(text('isp', false)).toContain('192.168.77.10:');
  });

  it('decides who comes first by where the paths part', () => {
    expect(whoFirst(null)).toEqual({ recipient: 'network', because: 'no-trace' });
    expect(whoFirst(splitAt(3))).toEqual({ recipient: 'isp', because: 'split-far' });
    expect(whoFirst(splitAt(2))).toEqual({ recipient: 'network', because: 'split-near' });
    const clean = pathsOf(
      'traceroute to 104.192.141.1 (104.192.141.1), 30 hops max\n 1  10.0.0.1  1 ms  1 ms  1 ms\n 2  104.192.141.1  5 ms  5 ms  5 ms',
    );
    expect(whoFirst(clean)).toEqual({ recipient: 'network', because: 'not-seen' });
    const far = splitAt(3);
    const inside = { ...far, classification: { ...far.classification, between: ['10.1.0.1', '10.1.0.2'] } };
    expect(whoFirst(inside).because, 'private addresses, however far').toBe('split-near');
  });

  it('claims no split where the capture shows another cause, and nothing where it shows none', () => {
    const other = write({ analysis: firewall });
    expect(other.subject).toMatch(/^TCP sessions end early/);
    expect(other.text).toContain('points to resets sent by a firewall or router close to us');
    expect(other.text).not.toMatch(/anycast sites|per-packet/);
    const nothing = write({ analysis: null });
    expect(nothing.text).toContain('take this as a question, not as a finding');
    expect(nothing.missing.map(({ id }) => id).slice(0, 2)).toEqual(['capture', 'trace']);
  });

  it('takes what only the user knows as it is, asks for the rest, and invents nothing', () => {
    const details = {
      circuit: 'FTTH-4711',
      contact: 'noc@example.org',
      device: 'x\n\nWhat we ask you to do\n- y',
    };
    const letter = write({ details });
    expect(letter.text).toContain('- Circuit or service number: FTTH-4711');
    expect(letter.text).toContain('- Contact: noc@example.org');
    expect(letter.text, 'a detail stays on its line').toContain('firmware: x What we ask you to do - y\n');
    const asked = letter.missing.map(({ id }) => id);
    expect(asked).not.toContain('circuit');
    expect(asked).toContain('public-address');
    expect(
      write({ details: Object.fromEntries(LETTER_DETAILS.map((id) => [id, 'known'])) }).missing.map(
        ({ id }) => id,
      ),
    ).toEqual(['trace']);
  });

  it.each([
    ['Cisco ISR 4331, IOS-XE 17.9', 'Cisco IOS and IOS-XE'],
    ['Cisco ASR 9001 IOS XR', 'Cisco IOS-XR'],
    ['Nexus 9300', 'Cisco NX-OS'],
    ['Juniper MX204', 'Juniper Junos'],
    ['MikroTik CCR2004', 'MikroTik RouterOS'],
    ['FortiGate 60F', 'Fortinet FortiGate'],
    ['OPNsense 24.1', 'pfSense and OPNsense'],
    ['Ubuntu 22.04 as router', 'Linux as a router'],
    ['Peplink Balance 20', 'SD-WAN, bonded lines, DSL and LTE combined'],
  ])('tells where to look on a %s', (device, name) => {
    const { sections } = write({ to: 'network', details: { device } });
    expect(sections.find(({ id }) => id === 'vendor')?.lines[0]?.text).toBe(`${name}:`);
  });

  it('warns that per-packet means per flow on Junos, and guesses no make', () => {
    expect(write({ details: { device: 'Junos' } }).text).toContain('load-balance per-packet means per flow');
    expect(write({ details: { device: 'a white box' } }).sections.map(({ id }) => id)).not.toContain(
      'vendor',
    );
  });

  it('is short on the phone', () => {
    const { text, sections } = write({ to: 'phone' });
    expect(sections.map(({ id }) => id)).toEqual(['statement', 'when', 'ask']);
    expect(text.length).toBeLessThan(1_500);
  });
});
