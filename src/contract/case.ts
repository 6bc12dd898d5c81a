import { z } from 'zod';
import { letterChoiceSchema, NO_LETTER } from './letter.ts';
import { symptomSchema } from './symptom.ts';
import { instantSchema } from './verdict.ts';
import { overrideWaySchema } from './workaround.ts';

/** Two parts that can be said over the phone, such as OTTER-42. */
export const caseIdSchema = z.string().regex(/^[A-Z]{3,10}-[1-9]\d$/);

/** The steps that work today, in the order of the rail. */
export const stepKindSchema = z.enum([
  'start',
  'symptoms',
  'diagnose',
  'capture',
  'escalate',
  'workaround',
  'report',
]);
export type StepKind = z.infer<typeof stepKindSchema>;
export const STEP_ORDER: readonly StepKind[] = [
  'start',
  'symptoms',
  'diagnose',
  'capture',
  'escalate',
  'workaround',
  'report',
];

/** What a case knows of its capture. The analysis itself lies beside the case file. */
export const caseCaptureSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({
    kind: z.literal('analysed'),
    source: z.enum(['file', 'practice', 'live']),
    fileName: z.string(),
    sizeBytes: z.number().int().nonnegative(),
    analysedAt: instantSchema,
  }),
]);
export type CaseCapture = z.infer<typeof caseCaptureSchema>;
export type AnalysedCapture = Extract<CaseCapture, { kind: 'analysed' }>;

/** What a case knows of its live diagnosis. Result and traces lie beside the case file. */
export const caseDiagnosisSchema = z.object({
  measuredAt: instantSchema.nullable(),
  /** Traces made elsewhere that were given to it. */
  addedTraces: z.number().int().nonnegative(),
});
export type CaseDiagnosis = z.infer<typeof caseDiagnosisSchema>;
export const NOT_MEASURED: CaseDiagnosis = { measuredAt: null, addedTraces: 0 };

/** Where a case comes from: made here, or taken in from the report of another machine, which is only read. */
export const caseOriginSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('here') }),
  z.object({
    kind: z.literal('imported'),
    /** Its name where it was made; here it may have another, when that one was taken. */
    caseId: caseIdSchema,
    madeAt: instantSchema,
    importedAt: instantSchema,
    /** Of the program that made the report. */
    version: z.string().max(100),
    masksOn: z.boolean(),
  }),
]);
export type CaseOrigin = z.infer<typeof caseOriginSchema>;
export const MADE_HERE: CaseOrigin = { kind: 'here' };

/** Something this program did on the machine while the case was open; the report tells all of it. */
export const caseActionSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('recorded'),
    at: instantSchema,
    endedAt: instantSchema,
    command: z.array(z.string()),
    /** Whether the tool ran with administrator rights. */
    elevated: z.boolean(),
    /** The tool and its version, where it says one. */
    tool: z.string().nullable().default(null),
  }),
  /** Traces that ran with administrator rights. */
  z.object({
    kind: z.literal('traced'),
    at: instantSchema,
    endedAt: instantSchema,
    command: z.array(z.string()),
  }),
  z.object({
    kind: z.literal('override-changed'),
    at: instantSchema,
    way: overrideWaySchema,
    /** Where the names go now; null after it was taken off. */
    address: z.string().nullable(),
    names: z.array(z.string()),
  }),
]);
export type CaseAction = z.infer<typeof caseActionSchema>;

/** The user's own words beside the spoken name: "office, before the fix". */
export const caseTitleSchema = z.string().max(80);

/** `case/1`: everything the user did, kept after every change. Texts are stored with their secrets masked. */
export const caseSchema = z.object({
  schema: z.literal('case/1'),
  id: caseIdSchema,
  createdAt: instantSchema,
  updatedAt: instantSchema,
  step: stepKindSchema,
  visited: z.array(stepKindSchema),
  symptomText: z.string().max(200_000),
  symptom: symptomSchema.nullable(),
  capture: caseCaptureSchema,
  note: z.string().max(4000),
  /** Cases of before there were letters have none. */
  letter: letterChoiceSchema.default(NO_LETTER),
  /** Cases of before there was a step Diagnose have none. */
  diagnosis: caseDiagnosisSchema.default(NOT_MEASURED),
  /** Cases of before they had titles and could be taken in have neither. */
  title: caseTitleSchema.default(''),
  origin: caseOriginSchema.default(MADE_HERE),
  /** What was done on this machine, the oldest first; cases of before did not keep it. */
  actions: z.array(caseActionSchema).default([]),
});
export type Case = z.infer<typeof caseSchema>;

export const caseSummarySchema = z.object({
  id: caseIdSchema,
  updatedAt: instantSchema,
  step: stepKindSchema,
  /** File name of its capture, or null. */
  captureName: z.string().nullable(),
  title: caseTitleSchema,
  isMeasured: z.boolean(),
  isImported: z.boolean(),
});
export type CaseSummary = z.infer<typeof caseSummarySchema>;
