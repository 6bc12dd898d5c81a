import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Analysis, AnalysisSession } from '../../contract/analysis.ts';
import {
  type AppEvents,
  type AppHandlers,
  MOST_CASE_FILES,
  type SessionRow,
} from '../../contract/app-ipc.ts';
import type { AnalysedCapture } from '../../contract/case.ts';
import { fail, type Problem, type Result, succeed } from '../../contract/problem.ts';
import type { Redactor } from '../../core/redact/redactor.ts';
import { exampleSession } from '../../core/report/build-report.ts';
import { judgedReset } from '../../core/report/judged-reset.ts';
import { resetTimeline } from '../../core/report/reset-timeline.ts';
import { problemFromSystem } from '../node/system-problem.ts';
import type { Ports } from '../ports.ts';
import type { CaseService } from './case-service.ts';
import { redactorFor } from './report-files.ts';

export interface CaptureService {
  readonly handlers: AppHandlers['capture'];
  /** Reads captures this program made, as one case. */
  openRecorded(paths: readonly string[]): Promise<Result<{ fileName: string }>>;
  /** Says so where nobody waits for an answer: a recording ended, and its file cannot be read. */
  sayNotRead(problem: Problem): void;
  close(): Promise<void>;
}

export const PRACTICE_FILE = join('practice', 'practice.pcap');

/** Opens captures, lets them be analysed elsewhere, and hands the findings out in pieces. */
export function createCaptureService(
  cases: CaseService,
  ports: Ports,
  events: AppEvents['capture'],
): CaptureService {
  let running: { readonly cancel: () => void; readonly done: Promise<void> } | null = null;

  async function start(
    paths: readonly string[],
    source: AnalysedCapture['source'],
  ): Promise<Result<{ fileName: string }>> {
    if (paths.length > MOST_CASE_FILES)
      return fail(
        'too-large',
        `These are ${paths.length} files; one case is made of ${MOST_CASE_FILES} at most.`,
        'Choose those around the resets, or join them first, for example: mergecap -w ALL.pcapng *.pcap',
      );
    const fileName = nameOf(paths);
    const owner = await cases.ensureOwn();
    if (!owner.ok) return owner;
    let sizeBytes = 0;
    for (const path of paths) {
      try {
        const info = await stat(path);
        if (info.isDirectory())
          return fail(
            'not-readable',
            `${basename(path)} is a folder, not a capture file.`,
            'Choose the file inside it.',
          );
        sizeBytes += info.size;
      } catch (error) {
        return problemFromSystem(error, path);
      }
    }
    running?.cancel();
    await running?.done;
    const { result, cancel } = ports.startAnalysis(paths, (progress) =>
      events.progress({ fileName, ...progress }),
    );
    const done = result.then(async (analysed) => {
      if (analysed.ok) {
        const analysedAt = ports.now().toISOString();
        const kept = await cases.keepAnalysis(
          owner.value.id,
          analysed.value,
          { kind: 'analysed', source, fileName, sizeBytes, analysedAt },
          paths,
        );
        events.finished(
          kept.ok ? { kind: 'analysed', case: kept.value } : { kind: 'failed', problem: kept.problem },
        );
      } else events.finished({ kind: 'failed', problem: analysed.problem });
      if (running?.cancel === cancel) running = null;
    });
    running = { cancel, done };
    return succeed({ fileName });
  }

  /** Placeholders stay the same while one analysis is shown. */
  let redactor: { readonly of: Analysis; readonly made: Redactor } | null = null;
  function redact<T>(analysis: Analysis, masks: boolean, value: T): T {
    if (!masks) return redactorFor(ports, analysis, false).document(value);
    if (redactor?.of !== analysis) redactor = { of: analysis, made: redactorFor(ports, analysis, true) };
    return redactor.made.document(value);
  }

  return {
    handlers: {
      choose: async () => {
        ports.prepareAnalysis();
        const paths = await ports.dialogs.openCaptures();
        return paths.length === 0 ? succeed(null) : start(paths, 'file');
      },
      openDropped: async (paths) =>
        paths.includes('')
          ? fail(
              'not-readable',
              'What was dropped is not a file on this computer.',
              'Save it first, then drop the saved file or choose it.',
            )
          : start(paths, 'file'),
      openPractice: () => start([join(ports.resourcesFolder, PRACTICE_FILE)], 'practice'),
      cancel: async () => {
        running?.cancel();
        await running?.done;
        return succeed(undefined);
      },
      findings: async ({ masks }) => {
        const analysis = await cases.analysis();
        if (analysis === null) return succeed(null);
        const { sessions, ...rest } = analysis;
        return succeed({
          ...redact(analysis, masks, rest),
          listedSessions: sessions.length,
          resetSessions: sessions.filter(hasReset).length,
          exampleSession: exampleSession(analysis),
        });
      },
      sessions: async ({ masks, show, offset, limit }) => {
        const analysis = await cases.analysis();
        if (analysis === null) return succeed({ total: 0, rows: [] });
        const shown = show === 'reset' ? analysis.sessions.filter(hasReset) : analysis.sessions;
        const rows = shown.slice(offset, offset + limit).map(toRow);
        return succeed({ total: shown.length, rows: redact(analysis, masks, rows) });
      },
      session: async ({ masks, id }) => {
        const analysis = await cases.analysis();
        const found = analysis?.sessions.find((session) => session.id === id);
        return succeed(analysis && found ? redact(analysis, masks, found) : null);
      },
      timeline: async ({ slots }) => {
        const analysis = await cases.analysis();
        return succeed(analysis === null ? null : resetTimeline(analysis, slots));
      },
    },
    openRecorded: (paths) => start(paths, 'live'),
    sayNotRead: (problem) => events.finished({ kind: 'failed', problem }),
    close: async () => {
      running?.cancel();
      await running?.done;
    },
  };
}

/** One file by its name, of several the first and how many more. */
function nameOf(paths: readonly string[]): string {
  const first = basename(paths[0] ?? '');
  return paths.length < 2 ? first : `${first} and ${paths.length - 1} more`;
}

const hasReset = ({ resets }: AnalysisSession): boolean => resets.length > 0;

function toRow(session: AnalysisSession): SessionRow {
  const { ladder: _ladder, resets, ...rest } = session;
  const judged = judgedReset(session);
  if (!judged) return { ...rest, resetCount: resets.length, judged: null };
  const { evidence: _evidence, ...reset } = judged;
  return { ...rest, resetCount: resets.length, judged: reset };
}
