import { z } from 'zod';
import { analysisSchema, sessionSchema } from './analysis.ts';
import { caseIdSchema, caseSchema, caseSummarySchema, caseTitleSchema, stepKindSchema } from './case.ts';
import { caseComparisonSchema } from './case-comparison.ts';
import {
  addedTraceSchema,
  checkIdSchema,
  diagnoseProgressSchema,
  diagnoseViewSchema,
  diagnosisWishSchema,
} from './diagnose.ts';
import { probeAttemptSchema } from './diagnosis.ts';
import { defineIpc, type IpcBridge, type IpcEvents, type IpcHandlers } from './ipc-table.ts';
import { letterChoiceSchema, letterSchema } from './letter.ts';
import {
  attemptSchema,
  connectedSchema,
  leftOverSchema,
  livePlanSchema,
  liveProgressSchema,
  liveResetSchema,
  markKindSchema,
  markSchema,
  recordedCaptureSchema,
} from './live-capture.ts';
import { problemSchema } from './problem.ts';
import { captureChoiceSchema, reportFileSchema, reportPartsSchema, reportProgressSchema } from './report.ts';
import { resetTimelineSchema } from './reset-timeline.ts';
import { settingsSchema } from './settings.ts';
import { symptomSchema } from './symptom.ts';
import {
  addressAttemptSchema,
  addressChoiceSchema,
  overrideChoiceSchema,
  overrideDoneSchema,
  overridePlanSchema,
  overrideStateSchema,
  overrideWaySchema,
  pastOverrideSchema,
  proofLayerSchema,
  timedRevertPlanSchema,
  userOverrideChangeSchema,
  userOverrideDoneSchema,
  userTimerQuestionSchema,
} from './workaround.ts';

export const appInfo = z.object({
  version: z.string(),
  electron: z.string(),
  chrome: z.string(),
  platform: z.enum(['linux', 'darwin', 'win32']),
  /** Something about this runtime the user should know, e.g. that it runs without Chromium's sandbox. */
  runtimeNote: z.enum(['none', 'no-sandbox', 'older-electron']),
});

export type AppInfo = z.infer<typeof appInfo>;

/** Whether private things are replaced by placeholders in what is sent to the window. */
const withMasks = z.object({ masks: z.boolean() });

/** The findings without their sessions, which are asked for in pieces. */
export const findingsSchema = analysisSchema.omit({ sessions: true }).extend({
  listedSessions: z.number().int().nonnegative(),
  resetSessions: z.number().int().nonnegative(),
  /** The session whose ladder explains the verdict best, or null. */
  exampleSession: z.string().nullable(),
});
export type Findings = z.infer<typeof findingsSchema>;

export const sessionRowSchema = sessionSchema.omit({ ladder: true, resets: true }).extend({
  resetCount: z.number().int().nonnegative(),
  /** The reset the session is judged by; null without one. */
  judged: sessionSchema.shape.resets.element.omit({ evidence: true }).nullable(),
});
export type SessionRow = z.infer<typeof sessionRowSchema>;

/** Files dropped together, whatever they are; more than {@link MOST_CASE_FILES} are refused with a sentence. */
const MOST_DROPPED = 100_000;
/** Files of one case; a ring of tcpdump's or dumpcap's has some dozens. */
export const MOST_CASE_FILES = 500;

export const captureProgressSchema = z.object({
  fileName: z.string(),
  bytesRead: z.number().nonnegative(),
  bytesTotal: z.number().nonnegative().nullable(),
  packets: z.number().int().nonnegative(),
  sessions: z.number().int().nonnegative(),
  resets: z.number().int().nonnegative(),
});
export type CaptureProgress = z.infer<typeof captureProgressSchema>;

/** What the window knows of a case; `notice` says that something was set aside on the way. */
export const caseViewSchema = z.object({ current: caseSchema.nullable(), notice: z.string().nullable() });
export type CaseView = z.infer<typeof caseViewSchema>;

/** `any`, or one that `plan` listed. */
const interfaceName = z.string().min(1).max(64);
/** What of a recording's choice shows in its command. */
const liveChoice = {
  interface: interfaceName,
  maxMegabytes: z.number().int().min(1).max(2000),
  /** When so much is there: go on, and keep the newest. */
  ring: z.boolean(),
};

/** Everything the window may ask of the main process, and everything the main process may tell the window. */
export const appIpc = defineIpc({
  app: {
    calls: {
      info: { input: z.void(), output: appInfo },
    },
  },
  settings: {
    calls: {
      read: { input: z.void(), output: settingsSchema },
      write: { input: settingsSchema, output: settingsSchema },
    },
  },
  cases: {
    calls: {
      /** The case that was open last, if any. */
      current: { input: z.void(), output: caseViewSchema },
      list: { input: z.void(), output: z.array(caseSummarySchema) },
      create: { input: z.void(), output: caseSchema },
      open: { input: z.object({ id: caseIdSchema }), output: caseSchema },
      goTo: { input: z.object({ step: stepKindSchema }), output: caseSchema },
      /** The user's own words beside the name; empty takes them away. */
      rename: { input: z.object({ id: caseIdSchema, title: caseTitleSchema }), output: caseSchema },
      /** Deletes everything kept of a case; what runs in it ends. The open one is closed. */
      remove: { input: z.object({ id: caseIdSchema }), output: z.void() },
      /** Asks for the zip of a report and takes it in as a case that is only read; null when the dialog was closed. */
      import: { input: z.void(), output: caseSchema.nullable() },
      compare: {
        input: withMasks.extend({ one: caseIdSchema, other: caseIdSchema }),
        output: caseComparisonSchema,
      },
      writeNote: { input: z.object({ note: z.string().max(4000) }), output: caseSchema },
    },
  },
  symptoms: {
    calls: {
      /** Recognises and keeps the pasted text; what comes back has its secrets masked. */
      write: {
        input: z.object({ text: z.string().max(400_000) }),
        output: z.object({ text: z.string(), symptom: symptomSchema, case: caseSchema }),
      },
    },
  },
  diagnose: {
    calls: {
      /** What runs, what was measured, and what a crash left, of the open case. */
      state: { input: withMasks, output: diagnoseViewSchema },
      /** Begins to measure; `progress` and `attempt` follow, and `ended` at the end. One at a time. */
      start: { input: diagnosisWishSchema, output: z.void() },
      /** Ends one check, or with null all of them; what was measured until then counts. May be asked twice. */
      stop: { input: z.object({ check: checkIdSchema.nullable() }), output: z.void() },
      /** Measures again by itself after a quarter of an hour while the program is open, and compares; or does not any more. */
      lookAgain: { input: z.object({ isWanted: z.boolean() }), output: z.void() },
      /** Reads a trace made elsewhere and fuses it with what was measured here. */
      addTrace: { input: addedTraceSchema, output: caseSchema },
      /** Takes all traces made elsewhere out again. */
      removeTraces: { input: z.void(), output: caseSchema },
      /** Not shown any more by `state`; the file stays, under another name. */
      setAside: { input: z.void(), output: z.void() },
    },
    events: {
      progress: diagnoseProgressSchema,
      attempt: probeAttemptSchema,
      /** It has ended: the case as it is now, or why nothing could be kept. */
      ended: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('measured'), case: caseSchema }),
        z.object({ kind: z.literal('failed'), problem: problemSchema }),
      ]),
    },
  },
  capture: {
    calls: {
      /** Asks for files with the system's dialog; null when the user closed it. Reading them as one case starts at once. */
      choose: { input: z.void(), output: z.object({ fileName: z.string() }).nullable() },
      /** Reads the files that were dropped on the window, as one case. */
      openDropped: {
        takesFiles: true,
        input: z.array(z.string().max(32_768)).min(1).max(MOST_DROPPED),
        output: z.object({ fileName: z.string() }),
      },
      openPractice: { input: z.void(), output: z.object({ fileName: z.string() }) },
      cancel: { input: z.void(), output: z.void() },
      findings: { input: withMasks, output: findingsSchema.nullable() },
      sessions: {
        input: withMasks.extend({
          show: z.enum(['reset', 'all']),
          offset: z.number().int().nonnegative(),
          limit: z.number().int().min(1).max(500),
        }),
        output: z.object({ total: z.number().int().nonnegative(), rows: z.array(sessionRowSchema) }),
      },
      session: { input: withMasks.extend({ id: z.string().max(40) }), output: sessionSchema.nullable() },
      /** When sessions were reset, in so many slots of time; null without a reset. It names no address. */
      timeline: {
        input: z.object({ slots: z.number().int().min(10).max(200) }),
        output: resetTimelineSchema.nullable(),
      },
    },
    events: {
      progress: captureProgressSchema,
      /** Reading has ended: the case as it is now, or why there is none. */
      finished: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('analysed'), case: caseSchema }),
        z.object({ kind: z.literal('failed'), problem: problemSchema }),
      ]),
    },
  },
  live: {
    calls: {
      /** What will happen, with the lines to show. With `resolve` the service's names are looked up, once. */
      plan: {
        input: z.object({ ...liveChoice, resolve: z.boolean() }),
        output: livePlanSchema,
      },
      /**
       * Starts the capture that was planned last; pending for as long as the system's prompt is open. `stop` gives up
       * waiting. A problem of kind `no-rights` says why there were none.
       */
      begin: {
        input: z.object({
          ...liveChoice,
          maxSeconds: z.number().int().min(1).max(7200),
          /** The user wants to be asked although they said no before. */
          askAgain: z.boolean(),
        }),
        output: z.object({ fileName: z.string() }),
      },
      /** "Connect for me": bounded traffic while the capture runs, one at a time; `attempt` tells each, `connected` the end. */
      connect: { input: z.object({ repository: z.string().max(2000).nullable() }), output: z.void() },
      mark: { input: z.object({ kind: markKindSchema }), output: markSchema },
      /** Ends the capture, or the waiting for it. `ended` follows, then the `capture` events of reading the file. */
      stop: { input: z.void(), output: z.void() },
      /** What a recording of this case left that was running when the program died; null when there is none. */
      left: { input: z.void(), output: leftOverSchema.nullable() },
      /** Not offered any more by `left`; `recover` still finds it. */
      setAside: { input: z.void(), output: z.void() },
      /** Reads what `left` speaks of, or what was set aside; null when there is none. */
      recover: { input: z.void(), output: z.object({ fileName: z.string() }).nullable() },
    },
    events: {
      progress: liveProgressSchema,
      reset: liveResetSchema,
      attempt: attemptSchema,
      connected: connectedSchema,
      ended: recordedCaptureSchema,
    },
  },
  workaround: {
    calls: {
      state: { input: z.void(), output: overrideStateSchema },
      /** Tries every legacy address from here; `attempt` tells of each. One test at a time. */
      test: { input: z.void(), output: addressChoiceSchema },
      planApply: { input: overrideChoiceSchema, output: overridePlanSchema },
      /** Null when there is nothing of ours to take off. */
      planRevert: { input: z.void(), output: overridePlanSchema.nullable() },
      /** Writes the change that was planned last; pending for as long as the system's prompt is open. */
      carryOut: { input: z.object({ askAgain: z.boolean() }), output: overrideDoneSchema },
      /** git's and ssh's own: no rights are needed, and git or ssh itself says whether it took effect. */
      changeUser: { input: userOverrideChangeSchema, output: userOverrideDoneSchema },
      /** The timed revert that would come with one of those. Does nothing. */
      planTimer: { input: userTimerQuestionSchema, output: timedRevertPlanSchema },
      /** Asks the lookup, a fresh connection, the user's git and ssh where they go now. */
      prove: { input: z.void(), output: z.array(proofLayerSchema) },
      /** Tries the usual addresses past the override, and the legacy ones, in turn; `attempt` tells of each. */
      stillNeeded: { input: z.void(), output: pastOverrideSchema },
      /** The user knows that their override vanished from the hosts file: not said again. */
      acceptVanished: { input: z.void(), output: overrideStateSchema },
      /** Ends a test, or the waiting for rights. */
      cancel: { input: z.void(), output: z.void() },
    },
    events: {
      attempt: addressAttemptSchema,
      /** Overrides have just outlived their time, or had before this program started. */
      expired: z.object({ ways: z.array(overrideWaySchema).min(1) }),
    },
  },
  letter: {
    calls: {
      /** Keeps what was settled with the case, and writes the letter anew from it and the evidence. */
      write: { input: letterChoiceSchema, output: z.object({ letter: letterSchema, case: caseSchema }) },
      /** Opens the short form of the letter in the user's own mail program, without a reader and without the report. */
      openMail: { input: z.void(), output: z.void() },
      /** Asks where, then writes the letter of the case: as text, or as a mail with the report attached. */
      save: {
        input: z.object({ as: z.enum(['text', 'mail']) }),
        output: z.object({ fileName: z.string(), sizeBytes: z.number().int() }).nullable(),
      },
    },
  },
  report: {
    calls: {
      /** Exactly the bytes that would leave, file by file. */
      preview: {
        input: withMasks.extend({ parts: reportPartsSchema, captures: captureChoiceSchema }),
        output: z.array(reportFileSchema),
      },
      /** Asks where, then writes the zip, or its page as PDF; null when the user closed the dialog. `progress` tells how far. */
      save: {
        input: withMasks.extend({
          parts: reportPartsSchema,
          captures: captureChoiceSchema,
          as: z.enum(['zip', 'pdf']),
        }),
        output: z
          .object({ fileName: z.string(), sizeBytes: z.number().int(), sha256: z.string() })
          .nullable(),
      },
      /** Ends what is being made or saved; nothing is written then. May be asked twice. */
      cancel: { input: z.void(), output: z.void() },
    },
    events: { progress: reportProgressSchema },
  },
});

export type AppBridge = IpcBridge<typeof appIpc>;
export type AppHandlers = IpcHandlers<typeof appIpc>;
export type AppEvents = IpcEvents<typeof appIpc>;
