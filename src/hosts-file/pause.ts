/** Waits without giving the thread to anybody: what is done with the hosts file is done in one go. */
export const pause = (ms: number): void =>
  void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
