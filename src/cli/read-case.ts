import type { Analysis } from '../contract/analysis.ts';
import { type Case, caseIdSchema } from '../contract/case.ts';
import { fail, type Result, succeed } from '../contract/problem.ts';
import { defaultUserDataFolder } from '../main/node/user-data-folder.ts';
import type { Measured } from '../main/services/case-service.ts';
import { createCaseStore } from '../main/services/case-store.ts';

export interface FoundCase {
  readonly current: Case;
  readonly analysis: Analysis | null;
  readonly measured: Measured;
  /** Where its capture lies; empty when it has none, or it has gone. */
  readonly captures: readonly string[];
}

/** A case of the desktop program, by the id its window shows. */
export async function readCase(id: string, now: () => Date): Promise<Result<FoundCase>> {
  if (!caseIdSchema.safeParse(id).success)
    return fail(
      'usage',
      `"${id}" is not a case id.`,
      'A case id looks like OTTER-42; the window shows it at the top.',
    );
  const store = createCaseStore(defaultUserDataFolder(), now);
  const current = await store.read(id);
  if (current.kind !== 'found')
    return fail(
      'not-found',
      `There is no readable case ${id} on this machine.`,
      'Run it as the user who made the case.',
    );
  const analysis = await store.readAnalysis(id);
  const diagnosis = await store.readDiagnosis(id);
  return succeed({
    captures: (await store.captureOf(current.value)) ?? [],
    current: current.value,
    analysis: analysis.kind === 'found' ? analysis.value : null,
    measured: {
      diagnosis: diagnosis.kind === 'found' ? diagnosis.value : null,
      traces: await store.readTraces(id),
      paths: await store.readPaths(id),
    },
  });
}
