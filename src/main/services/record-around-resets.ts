import { type Result, succeed } from '../../contract/problem.ts';
import type { LiveReader } from '../ports.ts';
import { type Recording, type RecordOptions, recordCapture } from './record-capture.ts';

type Ended = Awaited<Recording['ended']>;

/** One recording of those that followed each other. */
export interface Stretch extends Ended {
  /** Of its file, or where that would be: it is there only when something is kept. */
  readonly path: string;
  readonly startedAt: string;
}

export interface AroundResets {
  /** Somebody else saw a reset: what passes around this moment stays. */
  happened(): void;
  /** Ends it; may be called twice. @returns every stretch, those of which nothing is kept, too */
  end(): Promise<readonly Stretch[]>;
}

export interface AroundOptions extends Omit<RecordOptions, 'path' | 'reader' | 'onlyResets'> {
  /** Counted from 1. */
  readonly pathOf: (stretch: number) => string;
  readonly startReading: () => LiveReader;
  readonly now: () => Date;
}

/**
 * Records for as long as it is let and keeps what passed around resets. One recording may last no longer than whoever
 * has the rights allows; the next one then follows. Given back once the first listens.
 */
export async function recordAroundResets(options: AroundOptions): Promise<Result<AroundResets>> {
  const { pathOf, startReading, now, ...rest } = options;
  const stretches: Stretch[] = [];
  let isOver = false;
  let current: Recording | null = null;

  async function begin(): Promise<Result<{ recording: Recording; path: string; startedAt: string }>> {
    const path = pathOf(stretches.length + 1);
    const startedAt = now().toISOString();
    const recorded = await recordCapture({ ...rest, path, reader: startReading(), onlyResets: true });
    if (!recorded.ok) return recorded;
    current = recorded.value;
    if (isOver) current.stop();
    return succeed({ recording: recorded.value, path, startedAt });
  }

  async function follow(first: { recording: Recording; path: string; startedAt: string }): Promise<void> {
    for (let one = first; ; ) {
      const ended = await one.recording.ended;
      stretches.push({ ...ended, path: one.path, startedAt: one.startedAt });
      if (isOver || ended.reason !== 'time') return;
      const next = await begin();
      // What was kept until then is worth something; nobody is asked twice meanwhile.
      if (!next.ok) return;
      one = next.value;
    }
  }

  const first = await begin();
  if (!first.ok) return first;
  const done = follow(first.value);
  return succeed({
    happened: () => current?.happened(),
    end: async () => {
      isOver = true;
      current?.stop();
      await done;
      return stretches;
    },
  });
}
