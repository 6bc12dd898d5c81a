/** AbortSignal.any, which Node has from 18.17 on only. */
export function eitherOf(one: AbortSignal, other: AbortSignal): AbortSignal {
  const both = new AbortController();
  const end = (): void => both.abort();
  for (const signal of [one, other]) {
    signal.addEventListener('abort', end, { once: true });
    if (signal.aborted) end();
  }
  return both.signal;
}

/** The value, or null as soon as nobody waits for it any more. */
export function unlessStopped<T>(work: Promise<T>, stop: AbortSignal): Promise<T | null> {
  return new Promise((resolve, reject) => {
    const leave = (): void => resolve(null);
    stop.addEventListener('abort', leave, { once: true });
    if (stop.aborted) leave();
    work.then(resolve, reject).finally(() => stop.removeEventListener('abort', leave));
  });
}
