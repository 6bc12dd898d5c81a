import type { RunningApp } from '../app/running-app.ts';

/** From here on, notes when the broker said hello and when the first measured counter stood on the screen. */
export async function watchFirstCounter({ electron, page }: RunningApp): Promise<void> {
  await electron?.evaluate(() => {
    const program = process.mainModule;
    if (program === undefined) return;
    const { Server }: typeof import('node:net') = program.require('node:net');
    const { emit } = Server.prototype;
    Server.prototype.emit = function (this: typeof Server.prototype, ...words: unknown[]) {
      const [name, socket] = words as [string, import('node:net').Socket];
      if (name === 'connection')
        socket.once('data', () => Object.assign(globalThis, { helloAt: Date.now() }));
      return Reflect.apply(emit, this, words);
    } as typeof emit;
  });
  await page.evaluate(() => {
    const look = (): void => {
      const values = [...document.querySelectorAll('dl.counters.large dd')].map((value) => value.textContent);
      // The room on the disk is unknown until the first measurement has come.
      if (values.length > 0 && /\d/.test(values.at(-1) ?? ''))
        Object.assign(window, { counterAt: Date.now() });
      else requestAnimationFrame(look);
    };
    look();
  });
}

/** Both moments, in milliseconds of the same clock; undefined for what has not happened. */
export async function firstCounterTimes({
  electron,
  page,
}: RunningApp): Promise<{ readonly helloAt: number | undefined; readonly counterAt: number | undefined }> {
  const helloAt = await electron?.evaluate(() => (globalThis as { helloAt?: number }).helloAt);
  const counterAt = await page.evaluate(() => (window as { counterAt?: number }).counterAt);
  return { helloAt, counterAt };
}
