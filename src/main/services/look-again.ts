/** One measurement that is to begin by itself after a while, as long as the program is open. */
export interface LookAgain {
  /** When it begins; null when none is waited for. */
  readonly at: () => Date | null;
  set(minutes: number): void;
  cancel(): void;
}

export function createLookAgain(now: () => Date, begin: () => void): LookAgain {
  let waiting: { readonly at: Date; readonly timer: NodeJS.Timeout } | null = null;
  const cancel = (): void => {
    if (waiting !== null) clearTimeout(waiting.timer);
    waiting = null;
  };
  return {
    at: () => waiting?.at ?? null,
    set(minutes) {
      cancel();
      const ms = minutes * 60_000;
      const fire = (): void => {
        waiting = null;
        begin();
      };
      waiting = { at: new Date(now().getTime() + ms), timer: setTimeout(fire, ms) };
    },
    cancel,
  };
}
