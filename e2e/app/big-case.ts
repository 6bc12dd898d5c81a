import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { applyCaseEvent, createCase } from '../../src/core/session/case-events.ts';
import { recogniseSymptom } from '../../src/core/symptom/recognise.ts';
import { loadProductFacts } from '../../src/main/services/product-facts.ts';
import { analyseBytes, FIXTURES, REPOSITORY } from '../../src/test-support/analyse-bytes.ts';
import { giveToOrdinaryUser } from './ordinary-user.ts';

const AT = '2026-11-26T09:00:00.000Z';

/**
 * A case with a message of hundreds of pages and an analysis of that many sessions, on the disk as the program leaves it.
 *
 * @returns how many sessions are listed
 */
export function bigCase(userDataDir: string, sessions: number): number {
  const { playbook } = loadProductFacts(join(REPOSITORY, 'resources'));
  const text = Array.from({ length: 12_000 }, (_, index) => `${index} reset`).join('\n');
  const { symptom } = recogniseSymptom(text, playbook.symptoms.signatures);
  const written = applyCaseEvent(createCase('OTTER-42', AT), { kind: 'symptom-written', text, symptom }, AT);
  const analysis = analyseBytes(readFileSync(join(FIXTURES, 'alternate-split.pcap')));
  const listed = Array.from({ length: sessions }, (_, index) => ({
    ...(analysis.sessions[index % analysis.sessions.length] as (typeof analysis.sessions)[number]),
    id: `s${index + 1}`,
  }));
  const capture = { source: 'file', fileName: 'big.pcap', sizeBytes: 1, analysedAt: AT } as const;
  const current = applyCaseEvent(
    written,
    { kind: 'capture-analysed', capture: { kind: 'analysed', ...capture } },
    AT,
  );
  const folder = join(userDataDir, 'cases', current.id);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'case.json'), JSON.stringify(current));
  writeFileSync(join(folder, 'analysis.json'), JSON.stringify({ ...analysis, sessions: listed }));
  writeFileSync(join(userDataDir, 'cases', 'last-opened.json'), JSON.stringify(current.id));
  giveToOrdinaryUser(join(userDataDir, 'cases'));
  return listed.length;
}
