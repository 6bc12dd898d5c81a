import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { classifyPath } from './classify-path.ts';
import { parseTraces } from './parse-traces.ts';
import type { ParsedTrace, TraceHop } from './parsed-trace.ts';

const FOLDER = join(import.meta.dirname, '..', '..', '..', 'e2e', 'fixtures', 'traces');
const TARGET = '104.192.141.1';

/** The one trace of a transcript, made by scamper in the laboratory. */
function only(file: string): ParsedTrace {
  const [trace, ...more] = parseTraces(readFileSync(join(FOLDER, file), 'utf8'), null).traces;
  if (!trace || more.length > 0) throw new Error(`${file}: one trace was expected`);
  return trace;
}

/** The last number of each answer's address in the order of the probes. */
const sequence = ({ probes, responders }: TraceHop): string =>
  probes.map((probe) => responders[probe?.responder ?? -1]?.address?.split('.').at(-1) ?? '*').join(' ');
const addresses = ({ hops }: ParsedTrace): string[] =>
  hops.map(({ responders }) => responders.map(({ address }) => address).join('|') || '*');

describe('scamper', () => {
  test('answers are read in the order of their probes, and what the target said to a SYN', () => {
    const { hops, format, target, protocol } = only('scamper-alternate-tcp.txt');
    expect({ format, target, protocol }).toEqual({
      format: 'scamper',
      target: { name: null, address: TARGET },
      protocol: 'tcp',
    });
    expect(hops.map(sequence)).toEqual([
      '1 1 1 1 1 1',
      '1 1 1 1 1 1',
      '34 2 34 2 34 2',
      '38 6 38 6 38 6',
      '42 1 1 1 1',
    ]);
    expect(hops[4]?.probes.map((probe) => probe?.flags)).toEqual([null, ...Array(4).fill('syn,ack')]);
    expect(hops[2]?.probes[0]?.rttMs).toBe(25.559);
  });

  test('one flow that parts is a split by packet, and one that keeps its way is none', () => {
    const classify = (file: string, flow: 'same' | 'varied') =>
      classifyPath([1, 2].map(() => ({ ...only(file), flow, source: file, protocol: 'tcp' as const }))).kind;
    expect(classify('scamper-alternate-tcp.txt', 'same')).toBe('per-packet');
    expect(classify('scamper-silent-hop.txt', 'same')).toBe('per-packet');
    expect(classify('scamper-per-flow-tcp.txt', 'same')).toBe('single-path');
    expect(classify('scamper-alternate-varied.txt', 'varied')).toBe('per-flow');
  });

  test('a hop where nobody answered is silent, and a network that cannot be reached is marked', () => {
    const silent = only('scamper-silent-hop.txt').hops[1];
    expect(silent).toMatchObject({ ttl: 2, sent: 6, answered: 0, responders: [] });
    const [trace] = parseTraces(
      'traceroute from 192.168.77.10 to 192.0.2.77\n 1  192.168.77.1  0.121 ms  0.135 ms\n 2  203.0.113.1  0.073 ms !N  0.063 ms !N\n',
      null,
    ).traces;
    expect(trace?.hops[1]?.probes.map((probe) => probe?.mark)).toEqual(['!N', '!N']);
  });

  test('the links of tracelb are hops by their distance, and how often each answered is not made up', () => {
    const flows = only('scamper-tracelb-per-flow.txt');
    expect(flows.target.address).toBe(TARGET);
    expect(addresses(flows)).toEqual([
      '192.168.77.1',
      '203.0.113.1',
      '198.51.100.2|198.51.100.34',
      '198.51.100.6|198.51.100.38',
      '198.51.100.42|104.192.141.1',
    ]);
    expect(flows.hops.every(({ probes, sent }) => probes.length === 0 && sent === 0)).toBe(true);
    expect(addresses(only('scamper-tracelb-alternate.txt'))).toEqual([
      '192.168.77.1',
      '203.0.113.1',
      '198.51.100.2|198.51.100.34',
      '198.51.100.6|198.51.100.38',
      '104.192.141.1|198.51.100.42',
    ]);
  });

  test('it is told from traceroute in one file, and its complaint is a note', () => {
    const both = ['scamper-per-flow-tcp.txt', 'linux-same-one-path.txt', 'scamper-alternate-tcp.txt']
      .map((file) => readFileSync(join(FOLDER, file), 'utf8'))
      .join('\n');
    expect(parseTraces(both, null).traces.map(({ format }) => format)).toEqual([
      'scamper',
      'linux',
      'scamper',
    ]);
    const complaint =
      '[13:57:05:390] scamper_privsep_init: could not chroot to /var/empty: Operation not permitted';
    expect(parseTraces(complaint, 'scamper').traces).toEqual([]);
    const row = '\ntraceroute from 192.168.77.10 to 192.0.2.77\n 1  192.168.77.1  0.1 ms';
    expect(parseTraces(complaint + row, null).traces[0]?.notes[0]).toContain('could not chroot');
  });
});
