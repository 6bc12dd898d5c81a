import {
  type AnalysedCapture,
  type Case,
  type CaseAction,
  type CaseDiagnosis,
  MADE_HERE,
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
  | { readonly kind: 'renamed'; readonly title: string }
  | { readonly kind: 'acted'; readonly action: CaseAction }
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
    title: '',
    origin: MADE_HERE,
    actions: [],
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
    case 'renamed':
      return { ...next, title: event.title };
    case 'acted':
      return { ...next, actions: [...next.actions, event.action] };
    case 'letter-settled':
      return { ...next, letter: event.letter };
    default:
      return assertNever(event);
  }
}

/** What belongs to the evidence of a case, and so never changes in one that was taken in from another machine. */
export function changesEvidence({ kind }: CaseEvent): boolean {
  switch (kind) {
    case 'symptom-written':
    case 'capture-analysed':
    case 'note-written':
    case 'diagnosis-changed':
      return true;
    // Done on this machine, whatever case is read meanwhile.
    case 'acted':
    case 'went-to':
    case 'renamed':
    case 'letter-settled':
      return false;
    default:
      return assertNever(kind);
  }
}
