import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathsAsText } from '../../../src/cli/paths-text.ts';
import { pathsSchema } from '../../../src/contract/paths.ts';
import { buildPaths } from '../../../src/core/trace/build-paths.ts';
import { parseTraces, TRACE_ORIGINS } from '../../../src/core/trace/parse-traces.ts';
import { type ParsedTrace, TRACE_LIMITS } from '../../../src/core/trace/parsed-trace.ts';
import { decodeText } from '../../../src/main/node/decode-text.ts';
import { REPOSITORY } from '../../../src/test-support/analyse-bytes.ts';
import { fingerprintOf } from '../draw.ts';
import { ascii, type FuzzTarget, promise } from '../fuzz-target.ts';
import { PLAIN } from '../plain-terminal.ts';

const FOLDER = join(REPOSITORY, 'e2e', 'fixtures', 'traces');

// biome-ignore lint/suspicious/noControlCharactersInRegex: what must not come through is looked for
const NOT_INERT = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/;

function check({ hops, notes }: ParsedTrace): void {
  promise(notes.length <= TRACE_LIMITS.notes, 'notes are bounded');
  let last = 0;
  for (const { ttl, responders, probes, sent, answered } of hops) {
    promise(ttl > last && ttl <= TRACE_LIMITS.ttl, 'hops ascend, each TTL once');
    last = ttl;
    promise(responders.length <= TRACE_LIMITS.respondersPerHop, 'responders of a hop are bounded');
    promise(probes.length <= TRACE_LIMITS.probesPerHop, 'probes of a hop are bounded');
    promise(answered >= 0 && answered <= sent, 'no more answers than probes');
    for (const probe of probes)
      promise(probe === null || probe.responder < responders.length, 'an answer is of a responder');
    for (const { address, name } of responders)
      promise(address !== null || name !== null, 'a responder has an address or a name');
  }
}

/** Console text of every tool that traces, in any encoding, pasted or saved. */
export const target: FuzzTarget = {
  name: 'traces',
  mostBytes: 24_000,
  seeds: () =>
    readdirSync(FOLDER).map((name) => Uint8Array.from(readFileSync(join(FOLDER, name)).subarray(0, 6000))),
  dictionary: [
    'traceroute to bitbucket.org (104.192.141.1), 30 hops max, 60 byte packets\n',
    ' 1  192.0.2.1  0.019 ms  0.009 ms\n',
    '    192.0.2.2  5.3 ms\n',
    '* * *',
    '!X',
    ' [AS64500]',
    '<syn,ack>',
    ' <MPLS:L=16,E=0,S=1,T=1>',
    'Start: 2026-11-23T01:34:55+0000\nHOST: vm   Loss%   Snt   Last   Avg  Best  Wrst StDev\n',
    '  2.|-- 203.0.113.2     0.0%     6    0.1   0.1   0.1   0.3   0.1\n',
    'h 3 203.0.113.2\n',
    'p 3 1200 33000\n',
    '{"report":{"mtr":{"dst":"x"},"hubs":[{"count":1,"host":"203.0.113.2","Snt":5,"Loss%":0.0}]}}',
    'Tracing route to bitbucket.org [104.192.141.1]\nover a maximum of 30 hops:\n',
    '  1     1 ms    <1 ms     *     router [192.0.2.1]\n',
    ' 1?: [LOCALHOST]  pmtu 1500\n',
    'traceroute from 10.0.0.2 to 104.192.141.1\n',
    'tracelb from 10.0.0.2 to 104.192.141.1\n',
    '(203.0.113.2, 203.0.113.6) -> (203.0.113.10)\n',
    'fe80::1%eth0',
    '\u001b[31m',
    '\u202e',
    '\r\n',
    '\u0000',
    ' 999999999999999999999.9 ms',
  ].map((text) => (text === '\u202e' ? Buffer.from(text, 'utf8') : ascii(text))),
  run(input) {
    const { text } = decodeText(input);
    const origin = TRACE_ORIGINS[fingerprintOf(input) % TRACE_ORIGINS.length] ?? null;
    for (const wish of [null, origin]) {
      const { traces } = parseTraces(text, wish);
      promise(traces.length <= TRACE_LIMITS.traces, 'traces of a text are bounded');
      traces.forEach(check);
      for (const flow of ['same', 'varied'] as const) {
        const probed = traces.map((trace) => ({ ...trace, flow, source: 'pasted' }));
        const paths = pathsSchema.parse(buildPaths(probed, (address) => address.startsWith('104.192.141.')));
        promise(
          !NOT_INERT.test(JSON.stringify(paths, (_, value) => value).replace(/\\n/g, '')),
          'words are inert',
        );
        promise(!NOT_INERT.test(pathsAsText(paths, PLAIN)), 'the text is inert');
      }
    }
  },
};
