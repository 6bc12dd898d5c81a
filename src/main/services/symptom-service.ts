import type { AppHandlers } from '../../contract/app-ipc.ts';
import type { Playbook } from '../../contract/playbook.ts';
import { succeed } from '../../contract/problem.ts';
import { recogniseSymptom } from '../../core/symptom/recognise.ts';
import type { CaseService } from './case-service.ts';

/** Recognises what was pasted and keeps it, its secrets masked before they touch the disk. */
export function createSymptomService(cases: CaseService, playbook: Playbook): AppHandlers['symptoms'] {
  return {
    write: async ({ text }) => {
      const recognition = recogniseSymptom(text, playbook.symptoms.signatures);
      const kept = await cases.apply({
        kind: 'symptom-written',
        text: recognition.text,
        symptom: recognition.text.trim() === '' ? null : recognition.symptom,
      });
      if (!kept.ok) return kept;
      return succeed({ text: recognition.text, symptom: recognition.symptom, case: kept.value });
    },
  };
}
