import type {
  Letter,
  LetterDetail,
  LetterLanguage,
  LetterRecipient,
  LetterSection,
} from '../../contract/letter.ts';
import type { Confidence, VerdictKind } from '../../contract/verdict.ts';
import { GERMAN } from './words/de.ts';
import { ENGLISH } from './words/en.ts';
import { SPANISH } from './words/es.ts';
import { FRENCH } from './words/fr.ts';
import { JAPANESE } from './words/ja.ts';

/**
 * Everything a letter says, in one language. Numbers, addresses, times and commands come in as they are and stay the same in
 * every language, so that two readers of two letters speak of the same thing.
 */
export interface LetterWords {
  readonly subject: Readonly<Record<'shift' | 'other', string>>;
  readonly greeting: Readonly<Record<LetterRecipient, string>>;
  readonly headings: Readonly<Record<LetterSection['id'], string>>;
  /** Noun phrases: "an anycast shift: …". */
  readonly verdicts: Readonly<Record<VerdictKind, string>>;
  readonly confidences: Readonly<Record<Confidence, string>>;
  readonly statement: {
    shift(service: string, edges: number): string;
    other(service: string, cause: string): string;
    /** What the capture does not show yet: the letter is a question then, no claim. */
    nothing(service: string): string;
    confidence(confidence: string): string;
    mechanism: string;
    expected: string;
  };
  readonly details: Readonly<Record<LetterDetail, string>>;
  readonly when: {
    window(from: string, until: string): string;
    utc: string;
    addresses(list: string): string;
  };
  readonly comparison: {
    /** Column heads: group, sessions, ended by a reset, 95 % interval. */
    readonly columns: readonly [string, string, string, string];
    readonly anycast: string;
    readonly control: string;
    chance(probability: string): string;
    readonly oneArm: string;
  };
  readonly path: {
    split(hop: number, between: string, after: string | null): string;
    routeChange(hop: number): string;
    readonly notSeen: string;
    readonly notProven: string;
    readonly hopColumns: readonly [string, string, string];
    readonly sameFlow: string;
    readonly variedFlow: string;
    readonly forwardOnly: string;
    readonly commands: string;
  };
  readonly session: {
    intro(client: string, server: string, at: string): string;
    handshake(ttl: string, ms: string): string;
    reset(ttl: string, ms: string, sequence: string): string;
    edges(count: number): string;
    file(names: string): string;
  };
  readonly excluded: { readonly byCapture: string };
  readonly ask: Readonly<Record<LetterRecipient, Readonly<Record<'shift' | 'other', readonly string[]>>>>;
  readonly vendor: { intro(name: string): string; source(source: string, asOf: string): string };
  readonly closing: Readonly<Record<'consent' | 'masks' | 'signature', string>>;
  readonly missing: Readonly<Record<Letter['missing'][number]['id'], string>>;
  readonly first: Readonly<Record<Letter['first']['because'], string>>;
}

export const LETTER_WORDS: Readonly<Record<LetterLanguage, LetterWords>> = {
  en: ENGLISH,
  de: GERMAN,
  fr: FRENCH,
  es: SPANISH,
  ja: JAPANESE,
};
