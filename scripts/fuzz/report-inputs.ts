import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { diagnosisSchema } from '../../src/contract/diagnosis.ts';
import { type Report, reportSchema } from '../../src/contract/report.ts';
import { diagnose } from '../../src/main/services/diagnose.ts';
import { loadProductFacts } from '../../src/main/services/product-facts.ts';
import { REPOSITORY } from '../../src/test-support/analyse-bytes.ts';
import { measuredWorld } from '../../src/test-support/measured-world.ts';

const FEW_SESSIONS = 3;

const golden = (name: string): Report => {
  const path = join(REPOSITORY, 'e2e', 'fixtures', 'reports', `${name}.json`);
  const report = reportSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  const { analysis } = report;
  if (analysis === null) throw new Error(`${name} has no analysis`);
  return { ...report, analysis: { ...analysis, sessions: analysis.sessions.slice(0, FEW_SESSIONS) } };
};

/** Reports as this program makes them, with few sessions: of captures, and of a live diagnosis with a path. */
export async function madeReports(): Promise<Report[]> {
  const ofCaptures = ['route-change', 'firewall-reject', 'closed-port'].map(golden);
  const text = readFileSync(join(REPOSITORY, 'e2e', 'fixtures', 'traces', 'linux-two-in-one.txt'), 'utf8');
  const traces = [
    {
      ...{ source: 'trace.txt', text, flow: 'same' as const, isOwn: true, isPartial: false },
      ...{ origin: null, protocol: null, address: null },
    },
  ];
  const { used } = measuredWorld({ traces, outcome: (arm) => (arm === 'anycast' ? 'reset' : 'ok') });
  const facts = loadProductFacts(join(REPOSITORY, 'resources'));
  const wish = { mode: 'quick', idleMinutes: null } as const;
  const found = await diagnose(wish, facts, used, new AbortController().signal);
  const diagnosis = diagnosisSchema.parse(found);
  const [first] = ofCaptures as [Report, ...Report[]];
  return [...ofCaptures, { ...first, diagnosis: { ...diagnosis, attempts: diagnosis.attempts.slice(0, 6) } }];
}
