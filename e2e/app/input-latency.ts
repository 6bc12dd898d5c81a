import type { Page } from '@playwright/test';

/** Worst times in milliseconds, and how often each was measured. */
export type Latency = {
  /** From the moment the system stamped a key press to the frame after it was handled. */
  readonly keyToFrameMs: number;
  readonly keys: number;
  /** From a call to the main process to its answer: it must not be busy either. */
  readonly mainAnswerMs: number;
  readonly answers: number;
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

export const stopMeasuring = (page: Page): Promise<Latency> =>
  page.evaluate(() => {
    const { measured } = window as unknown as { measured: Measured };
    measured.running = false;
    return {
      keyToFrameMs: Math.max(0, ...measured.keys),
      keys: measured.keys.length,
      mainAnswerMs: Math.max(0, ...measured.answers),
      answers: measured.answers.length,
    };
  });
