import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { TraceOutput } from '../contract/diagnose.ts';
import { buildPaths } from '../core/trace/build-paths.ts';
import { tracesIn } from '../core/trace/read-outputs.ts';
import { pathsAsText } from './paths-text.ts';

const TRACES = join(import.meta.dirname, '..', '..', 'e2e', 'fixtures', 'traces');

test('the network of a hop stands behind its address where it is known', () => {
  const text = readFileSync(join(TRACES, 'laboratory-alternate-udp.txt'), 'utf8');
  const output: TraceOutput = {
    ...{ source: 'here', text, origin: 'linux' as const, flow: 'same' as const, protocol: 'udp' as const },
    ...{ address: null, networks: { '104.192.141.1': 'AS64500' }, isPartial: false, isOwn: true },
  };
  const terminal = { out: () => {}, note: () => {}, color: false, progress: false };
  const shown = pathsAsText(
    buildPaths(tracesIn([output]), () => true),
    terminal,
  );
  expect(shown).toMatch(/104\.192\.141\.1 \[AS64500\] /);
  expect(shown.match(/AS\d/g)?.length).toBe(shown.match(/\d+ {2}.*104\.192\.141\.1 /g)?.length);
});
