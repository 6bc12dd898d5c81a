import type { SymptomSignature } from '../../contract/playbook.ts';
import type { Symptom } from '../../contract/symptom.ts';
import { maskSecrets } from '../redact/secrets.ts';
import { extractFacts } from './facts.ts';

/** Longest pasted text that is looked at; the end of a log is where the error is. Characters. */
export const MAX_PASTE = 200_000;

/** What a pasted text was recognised as. `text` is the paste with its secrets masked: the only form that may be kept. */
export interface Recognition {
  readonly text: string;
  readonly symptom: Symptom;
}

/** A general signature says nothing where a special one has already spoken of the same words. */
const GENERAL = new Set([
  'plain-reset',
  'winsock-10054',
  'node-econnreset',
  'git-hung-up',
  'git-early-eof',
  'curl-recv-failure',
]);

/**
 * Recognises the published examples and their present-day variants. The patterns hold only the fixed parts of each
 * message (program names, codes, C identifiers), so translated git messages match as far as those go.
 */
export function recogniseSymptom(pasted: string, signatures: readonly SymptomSignature[]): Recognition {
  const cut = pasted.length > MAX_PASTE ? pasted.slice(-MAX_PASTE) : pasted;
  const { text, masked } = maskSecrets(normalise(cut));
  const found = signatures.flatMap((signature) => match(text, signature));
  const matches = found
    .filter(
      (one) =>
        !(
          GENERAL.has(one.id) &&
          found.some((other) => other !== one && !GENERAL.has(other.id) && overlaps(one, other))
        ),
    )
    .filter((one) => one.id !== 'plain-reset' || found.length === 1)
    .sort((one, other) => rank(other) - rank(one) || one.span.start - other.span.start);
  return { text, symptom: { schema: 'symptom/1', matches, facts: extractFacts(text), masked } };
}

type Match = Symptom['matches'][number];

function match(text: string, signature: SymptomSignature): Match[] {
  const spans = signature.patterns.map((pattern) => spanOf(text, pattern));
  const first = spans[0];
  if (!first || spans.some((span) => span === null)) return [];
  const supported = signature.supporting.filter((pattern) => spanOf(text, pattern) !== null).length;
  const general = GENERAL.has(signature.id);
  const confidence = general ? (supported > 0 ? 'moderate' : 'weak') : supported > 0 ? 'strong' : 'moderate';
  return [
    {
      example: signature.example ?? signature.id,
      id: signature.id,
      title: signature.title,
      confidence,
      span: first,
      proves: signature.proves,
      doesNotProve: signature.doesNotProve,
    },
  ];
}

function spanOf(text: string, pattern: string): Match['span'] | null {
  const found = new RegExp(pattern, 'i').exec(text);
  return found ? { start: found.index, end: found.index + found[0].length } : null;
}

/** Terminal colours and carriage returns of progress bars are no part of a message. */
function normalise(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what is being removed
  return text.replace(/\u001b\[[0-9;?]*[ -/]*[@-~]/g, '').replace(/\r\n?/g, '\n');
}

const overlaps = (one: Match, other: Match): boolean =>
  one.span.start < other.span.end + 120 && other.span.start < one.span.end + 120;

const ORDER = { none: 0, weak: 1, moderate: 2, strong: 3 } as const;

const rank = (one: Match): number => ORDER[one.confidence] * 10 + (typeof one.example === 'number' ? 5 : 0);
