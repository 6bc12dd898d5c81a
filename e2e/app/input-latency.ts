import type { Page } from '@playwright/test';

/** Times in milliseconds: the one in the middle, which a busy machine moves little, and the worst, to be told. */
export type Times = { readonly median: number; readonly worst: number; readonly count: number };

export type Latency = {
  /** From the moment the system stamped a key press to the frame after it was handled. */
  readonly keyToFrame: Times;
  /** From a call to the main process to its answer: it must not be busy either. */
  readonly mainAnswer: Times;
};

type Measured = { keys: number[]; answers: number[]; running: boolean };

/**
 * Measures inside the page, so that the test's own way to the browser does not count: each key press from its time
 * stamp to the frame that follows its handling, and the main process by small calls one after the other.
 */
export const startMeasuring = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const measured: Measured = { keys: [], answers: [], running: true };
    Object.assign(window, { measured });
    window.addEventListener(
      'keydown',
      (event) => {
        if (!measured.running) return;
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          // A message posted in a frame arrives when that frame has been laid out and painted.
          port1.onmessage = () => measured.keys.push(performance.now() - event.timeStamp);
          port2.postMessage(null);
        });
      },
      true,
    );
    const ask = async () => {
      while (measured.running) {
        const before = performance.now();
        await window.app.app.info();
        measured.answers.push(performance.now() - before);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    };
    void ask();
  });

/** Key presses whose frame has been painted so far. */
export const answeredKeys = (page: Page): Promise<number> =>
  page.evaluate(() => (window as unknown as { measured: Measured }).measured.keys.length);

export const stopMeasuring = async (page: Page): Promise<Latency> => {
  const { keys, answers } = await page.evaluate(() => {
    const { measured } = window as unknown as { measured: Measured };
    measured.running = false;
    return measured;
  });
  return { keyToFrame: timesOf(keys), mainAnswer: timesOf(answers) };
};

const timesOf = (measured: readonly number[]): Times => {
  const sorted = [...measured].sort((one, other) => one - other);
  return { median: sorted[sorted.length >> 1] ?? 0, worst: sorted.at(-1) ?? 0, count: sorted.length };
};
