/** What the window remembers of a recording that is running, so that it can offer its remains after a crash. */
export interface LeftOver {
  readonly caseId: string;
  readonly startedAt: string;
}

const KEY = 'recording';

export function rememberRecording(leftOver: LeftOver): void {
  localStorage.setItem(KEY, JSON.stringify(leftOver));
}

export function forgetRecording(): void {
  localStorage.removeItem(KEY);
}

/** Null when the last recording came to its end, or what is remembered cannot be read. */
export function rememberedRecording(): LeftOver | null {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? 'null') as Partial<LeftOver> | null;
    return typeof found?.caseId === 'string' && !Number.isNaN(Date.parse(found.startedAt ?? ''))
      ? { caseId: found.caseId, startedAt: String(found.startedAt) }
      : null;
  } catch {
    return null;
  }
}
