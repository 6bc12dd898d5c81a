import { rm } from 'node:fs/promises';
import type { CaptureStart, KernelCounts } from '../../contract/broker.ts';
import type { LiveProgress, LiveReset, RecordedEnd } from '../../contract/live-capture.ts';
import { type Result, succeed } from '../../contract/problem.ts';
import { isWorthKeeping } from '../../core/live-capture/worth-keeping.ts';
import type { CaptureSource, CaptureSourceEvents, OpenSource } from '../elevation/capture-source.ts';
import { problemOfLaunch, problemOfManual, problemOfRefusal } from '../elevation/refusal-problem.ts';
import {
  type CaptureFile,
  type CaptureRing,
  openCaptureFile,
  openCaptureRing,
} from '../node/capture-file.ts';
import { problemFromSystem } from '../node/system-problem.ts';
import type { LiveReader } from '../ports.ts';

export interface RecordOptions {
  /** File to make; it must not be there yet and is the user's alone. */
  readonly path: string;
  readonly order: CaptureStart;
  readonly openSource: (events: CaptureSourceEvents) => Promise<OpenSource>;
  readonly reader: LiveReader;
  readonly freeBytes: (path: string) => Promise<number | null>;
  readonly onProgress: (progress: LiveProgress) => void;
  readonly onReset: (reset: LiveReset) => void;
  /** Of a ring only what passed around resets stays. */
  readonly onlyResets?: boolean;
}

interface RecordingEnd {
  readonly reason: RecordedEnd;
  readonly kernel: KernelCounts;
  readonly last: LiveProgress;
  /** False when nothing came that was to stay: there is no file then. */
  readonly isKept: boolean;
}

/** A capture being written. `stop` may be called twice; `ended` comes when the file is closed. */
export interface Recording {
  readonly ended: Promise<RecordingEnd>;
  stop(): void;
  /** A reset was seen by somebody else: what passes around this moment stays. */
  happened(): void;
}

const PROGRESS_MS = 250;
/** How both ends behave after a reset tells who sent it. */
const AFTER_RESET_MS = 10_000;
/** Less than this is left to the rest of the system. */
const LEAST_FREE_BYTES = 100_000_000;
/** A source that was told to stop and says nothing; pktmon first converts its file. */
const STOP_LIMIT_MS = process.platform === 'win32' ? 400_000 : 20_000;
const NO_COUNTS: KernelCounts = { captured: null, receivedByFilter: null, droppedByKernel: null };

/**
 * Lets a source capture into a file of the user's and into a reader at the same time. Whatever ends it, the file holds
 * every whole record that arrived. Given back once the capture listens; without it there is no file.
 */
export async function recordCapture(options: RecordOptions): Promise<Result<Recording>> {
  const { path, reader } = options;
  let settle: (end: { reason: RecordedEnd; kernel: KernelCounts }) => void = () => {};
  const sourceEnded = new Promise<{ reason: RecordedEnd; kernel: KernelCounts }>((resolve) => {
    settle = resolve;
  });
  let file: CaptureFile | null = null;
  let around: CaptureRing | null = null;
  let elsewhere = 0;
  let ownReason: RecordedEnd | null = null;
  let source: CaptureSource | null = null;
  const stopFor = (reason: RecordedEnd): void => {
    if (ownReason !== null) return;
    ownReason = reason;
    void source?.stop();
    setTimeout(() => settle({ reason, kernel: NO_COUNTS }), STOP_LIMIT_MS).unref();
  };
  const opened = await options.openSource({
    bytes: async (bytes) => {
      if (file === null || ownReason === 'disk-full') return;
      const kept = await file.write(bytes).catch((error: unknown) => {
        console.error('capture file:', error);
        return 0;
      });
      if (kept < bytes.length) stopFor('disk-full');
      await reader.push(bytes.subarray(0, kept));
    },
    grown: (bytes) => {
      elsewhere = bytes;
    },
    ended: ({ reason, counts }) => settle({ reason: ownReason ?? reason, kernel: counts }),
    lost: () => settle({ reason: ownReason ?? 'connection-lost', kernel: NO_COUNTS }),
  });
  if (opened.kind === 'refused') return abandon(reader, problemOfLaunch(opened.failure));
  if (opened.kind === 'manual') return abandon(reader, problemOfManual(opened.reason, opened.detail));
  source = opened.source;
  try {
    const { ring, maxBytes } = options.order;
    const opening = ring ? await openCaptureRing(path, maxBytes) : null;
    around = options.onlyResets ? opening : null;
    file = opening ?? (await openCaptureFile(path));
  } catch (error) {
    return abandon(reader, problemFromSystem(error, path));
  }
  const refusal = await source.start(options.order);
  if (refusal !== null) {
    await file.close();
    await rm(path, { force: true });
    return abandon(reader, problemOfRefusal(refusal));
  }
  const startedAt = performance.now();
  const measure = async (): Promise<LiveProgress> => {
    const diskFreeBytes = await options.freeBytes(path).catch(() => null);
    if (diskFreeBytes !== null && diskFreeBytes < LEAST_FREE_BYTES) stopFor('disk-full');
    return {
      seconds: (performance.now() - startedAt) / 1000,
      bytes: file?.bytes || elsewhere,
      ...reader.counts(),
      diskFreeBytes,
    };
  };
  let later: NodeJS.Timeout | null = null;
  const happened = (): void => {
    around?.keep();
    if (later !== null) clearTimeout(later);
    later = setTimeout(() => {
      later = null;
      around?.keep();
    }, AFTER_RESET_MS);
  };
  const tellResets = (): void => {
    for (const reset of reader.newResets()) {
      if (isWorthKeeping(reset)) happened();
      options.onReset(reset);
    }
  };
  let measuring = false;
  const tick = (): void => {
    if (measuring) return;
    measuring = true;
    void measure().then((progress) => {
      measuring = false;
      options.onProgress(progress);
      tellResets();
    });
  };
  const clock = setInterval(tick, PROGRESS_MS);
  tick();
  const finish = async (): Promise<RecordingEnd> => {
    const end = await sourceEnded;
    clearInterval(clock);
    await reader.finish();
    tellResets();
    if (later !== null) {
      clearTimeout(later);
      around?.keep();
    }
    await file?.close();
    const last = await measure();
    options.onProgress(last);
    return { ...end, last, isKept: around === null || (await around.dropOthers()) };
  };
  return succeed({ ended: finish(), stop: () => stopFor('stopped'), happened });
}

async function abandon<T>(reader: LiveReader, problem: T): Promise<T> {
  await reader.finish();
  return problem;
}
