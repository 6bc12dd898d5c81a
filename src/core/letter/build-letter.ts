import type { Analysis } from '../../contract/analysis.ts';
import type { Diagnosis } from '../../contract/diagnosis.ts';
import {
  LETTER_DETAILS,
  type Letter,
  type LetterChoice,
  type LetterDetail,
  type LetterDetails,
  type LetterLanguage,
  type LetterRecipient,
  type LetterSection,
} from '../../contract/letter.ts';
import type { Paths } from '../../contract/paths.ts';
import type { Vendor, VendorGuidance } from '../../contract/vendor-guidance.ts';
import { exitCodeFor } from '../../contract/verdict.ts';
import { captureFacts } from './letter-facts.ts';
import {
  askSection,
  comparisonSection,
  contactSection,
  customerSection,
  excludedSection,
  type LetterParts,
  pathSection,
  sessionSection,
  statementSection,
  vendorSection,
  whenSection,
} from './letter-sections.ts';
import { letterText } from './letter-text.ts';
import { LETTER_WORDS } from './letter-words.ts';
import { measuredFacts } from './measured-facts.ts';

export interface LetterInput {
  readonly to: LetterRecipient;
  readonly language: LetterLanguage;
  /** Redacted already where private things are not to leave; the letter shows what it gets. */
  readonly analysis: Analysis | null;
  /** Speaks where there is no capture. */
  readonly diagnosis: Diagnosis | null;
  readonly paths: Paths | null;
  /** Decided on what was measured, before anything was redacted. */
  readonly first: Pick<Letter['first'], 'recipient' | 'because'>;
  readonly details: LetterDetails;
  readonly edits: LetterChoice['edits'];
  readonly vendors: VendorGuidance;
  /** The prefix or address the letter names, such as 104.192.141.0/24. */
  readonly service: string;
  readonly masksOn: boolean;
}

/** What each reader wants to know that no measurement tells (domain facts 7.1, items 2, 8 and 10). */
const WANTED: Readonly<Record<LetterRecipient, readonly LetterDetail[]>> = {
  network: ['access', 'device', 'since', 'other-host', 'other-network', 'vpn', 'contact', 'ticket'],
  isp: LETTER_DETAILS,
  atlassian: ['public-address', 'since', 'other-host', 'other-network', 'vpn', 'contact', 'ticket'],
  phone: ['circuit', 'since'],
};

/**
 * The letter for one reader, in one language. Everything in it is from the capture or the live diagnosis, the traces or the user's own details;
 * what is not known is left out and listed under `missing`, with the reason why the reader wants it.
 */
export function buildLetter(input: LetterInput): Letter {
  const { to, language, details } = input;
  const words = LETTER_WORDS[language];
  const capture =
    input.analysis !== null
      ? captureFacts(input.analysis)
      : input.diagnosis !== null
        ? measuredFacts(input.diagnosis)
        : null;
  const parts: LetterParts = {
    ...input,
    words,
    capture,
    claim: claimOf(capture?.kind ?? 'insufficient'),
    wanted: WANTED[to],
    vendor: vendorOf(input.vendors, details.device ?? ''),
  };
  const all = [
    statementSection(parts),
    customerSection(parts),
    whenSection(parts),
    comparisonSection(parts),
    pathSection(parts),
    sessionSection(parts),
    excludedSection(parts),
    askSection(parts),
    vendorSection(parts),
    contactSection(parts),
  ].flatMap((section) => (section === null ? [] : ownWords(section, input.edits[section.id])));
  const sections = to === 'phone' ? all.filter(({ id }) => ['statement', 'when', 'ask'].includes(id)) : all;
  const missing = missingOf(parts).map((id) => ({ id, text: words.missing[id] }));
  const subject = `${words.subject[parts.claim === 'shift' ? 'shift' : 'other']} ${input.service}`;
  const document = {
    schema: 'letter/1' as const,
    ...{ to, language, subject, sections, missing },
    asked: [...parts.wanted],
    first: { ...input.first, text: words.first[input.first.because] },
  };
  return { ...document, text: letterText(document, words) };
}

/** A section the user wrote anew; emptied, it is left out. */
function ownWords(section: LetterSection, text: string | undefined): LetterSection[] {
  if (text === undefined) return [section];
  const lines = text.split('\n').map((line) => ({ kind: 'text' as const, text: line }));
  return [{ ...section, edited: true, lines: text.trim() === '' ? [] : lines }];
}

/** What the evidence lets a letter say: that packets are split, that it is something else, or only that there is trouble. */
function claimOf(kind: Analysis['verdict']['kind']): LetterParts['claim'] {
  if (exitCodeFor(kind) === 10) return 'shift';
  return exitCodeFor(kind) === 11 ? 'other' : 'nothing';
}

const vendorOf = ({ vendors }: VendorGuidance, device: string): Vendor | null =>
  vendors.find(({ matches }) => matches.some((pattern) => new RegExp(pattern, 'i').test(device))) ?? null;

function missingOf({
  to,
  analysis,
  capture,
  paths,
  wanted,
  details,
}: LetterParts): Letter['missing'][number]['id'][] {
  const isGiven = (id: LetterDetail): boolean => (details[id] ?? '').trim() !== '';
  return [
    ...(analysis === null ? (['capture'] as const) : []),
    ...(capture !== null && capture.control.sessions === 0 ? (['control'] as const) : []),
    ...(paths === null && to !== 'atlassian' ? (['trace'] as const) : []),
    ...wanted.filter((id) => !isGiven(id)),
  ];
}
