import {
  type AnalysedCapture,
  type Case,
  type CaseDiagnosis,
  NOT_MEASURED,
  type StepKind,
} from '../../contract/case.ts';
import { type LetterChoice, NO_LETTER } from '../../contract/letter.ts';
import type { Symptom } from '../../contract/symptom.ts';
import { assertNever } from '../assert-never.ts';

/** Everything that can happen to a case. */
export type CaseEvent =
  | { readonly kind: 'went-to'; readonly step: StepKind }
  | { readonly kind: 'symptom-written'; readonly text: string; readonly symptom: Symptom | null }
  | { readonly kind: 'capture-analysed'; readonly capture: AnalysedCapture }
  | { readonly kind: 'note-written'; readonly note: string }
  | { readonly kind: 'diagnosis-changed'; readonly diagnosis: CaseDiagnosis }
  | { readonly kind: 'letter-settled'; readonly letter: LetterChoice };

/** A fresh case. `at` is an RFC 3339 instant in UTC. */
export function createCase(id: string, at: string): Case {
  return {
    schema: 'case/1',
    id,
    createdAt: at,
    updatedAt: at,
    step: 'start',
    visited: ['start'],
    symptomText: '',
    symptom: null,
    capture: { kind: 'none' },
    note: '',
    letter: NO_LETTER,
    diagnosis: NOT_MEASURED,
  };
}

/** The next state of a case; pure, so that every change can be stored and replayed. */
export function applyCaseEvent(current: Case, event: CaseEvent, at: string): Case {
  const next = { ...current, updatedAt: at };
  switch (event.kind) {
    case 'went-to':
      return { ...next, step: event.step, visited: [...new Set([...current.visited, event.step])] };
    case 'symptom-written':
      return { ...next, symptomText: event.text, symptom: event.symptom };
    case 'capture-analysed':
      return { ...next, capture: event.capture };
    case 'note-written':
      return { ...next, note: event.note };
    case 'diagnosis-changed':
      return { ...next, diagnosis: event.diagnosis };
    case 'letter-settled':
      return { ...next, letter: event.letter };
    default:
      return assertNever(event);
  }
}
