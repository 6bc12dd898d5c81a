import { z } from 'zod';

/** `letter/1`: an escalation, filled from what was measured and nothing else. */

export const letterRecipientSchema = z.enum(['network', 'isp', 'atlassian', 'phone']);
export type LetterRecipient = z.infer<typeof letterRecipientSchema>;

export const letterLanguageSchema = z.enum(['en', 'de', 'fr', 'es', 'ja']);
export type LetterLanguage = z.infer<typeof letterLanguageSchema>;

/** What only the user knows. Each is asked for with the reason why a reader needs it; none is ever guessed. */
export const LETTER_DETAILS = [
  'public-address',
  'circuit',
  'access',
  'device',
  'since',
  'other-host',
  'other-network',
  'vpn',
  'contact',
  'ticket',
] as const;
export const letterDetailSchema = z.enum(LETTER_DETAILS);
export type LetterDetail = z.infer<typeof letterDetailSchema>;
export type LetterDetails = Readonly<Partial<Record<LetterDetail, string>>>;

const letterSectionIdSchema = z.enum([
  'statement',
  'customer',
  'when',
  'comparison',
  'path',
  'session',
  'excluded',
  'ask',
  'vendor',
  'contact',
]);
export type LetterSectionId = z.infer<typeof letterSectionIdSchema>;

/** What the user settled for a letter, kept with the case. */
export const letterChoiceSchema = z.object({
  to: letterRecipientSchema,
  language: letterLanguageSchema,
  masks: z.boolean(),
  details: z.partialRecord(letterDetailSchema, z.string().max(500)),
  /** Sections in the user's own words; the others stay filled from what is measured. */
  edits: z.partialRecord(letterSectionIdSchema, z.string().max(8000)),
});
export type LetterChoice = z.infer<typeof letterChoiceSchema>;
export const NO_LETTER: LetterChoice = { to: 'network', language: 'en', masks: true, details: {}, edits: {} };

const letterSectionSchema = z.object({
  id: letterSectionIdSchema,
  heading: z.string(),
  /** The user's own words stand in place of what was filled in. */
  edited: z.boolean(),
  /** Paragraphs and list entries, one string each; entries that line up in columns are marked `fixed`. */
  lines: z.array(z.object({ kind: z.enum(['text', 'item', 'fixed']), text: z.string() })),
});
export type LetterSection = z.infer<typeof letterSectionSchema>;
export type LetterLine = LetterSection['lines'][number];

export const letterSchema = z.object({
  schema: z.literal('letter/1'),
  to: letterRecipientSchema,
  language: letterLanguageSchema,
  /** Who should hear of it first, and the measurement this follows from. */
  first: z.object({
    recipient: z.enum(['network', 'isp']),
    because: z.enum(['split-near', 'split-far', 'not-seen', 'no-trace']),
    text: z.string(),
  }),
  subject: z.string(),
  sections: z.array(letterSectionSchema),
  /** The details this reader wants, given or not. */
  asked: z.array(letterDetailSchema),
  /** What is not known, what to find out, and why the reader wants it. */
  missing: z.array(
    z.object({ id: z.enum([...LETTER_DETAILS, 'capture', 'trace', 'control']), text: z.string() }),
  ),
  /** All of it as plain text, ready to be sent. */
  text: z.string(),
});
export type Letter = z.infer<typeof letterSchema>;
