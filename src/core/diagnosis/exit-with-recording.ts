import type { Diagnosis } from '../../contract/diagnosis.ts';
import { exitCodeFor } from '../../contract/verdict.ts';

/**
 * Exit code of a measurement with what was recorded beside it. A fault that was measured stays what it is; where nothing
 * was, a session of somebody else's may have been reset, and its packets say by what.
 */
export function exitWithRecording({ verdict, recording }: Pick<Diagnosis, 'verdict' | 'recording'>): number {
  const measured = exitCodeFor(verdict.kind);
  if (verdict.kind !== 'healthy' && verdict.kind !== 'insufficient') return measured;
  const found: number[] = (recording?.files ?? []).flatMap((file) =>
    file.verdict === null ? [] : exitCodeFor(file.verdict.kind),
  );
  return [10, 11].find((code) => found.includes(code)) ?? measured;
}
