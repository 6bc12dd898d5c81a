/** Progress of the set-up: one line a step on standard output, nothing that needs a terminal. */
export function createProgress(write = (line) => process.stdout.write(`${line}\n`)) {
  return {
    /** @param {string} text */
    say: (text) => write(text),
    /** @param {string} name @param {(heartbeat: (seconds: number) => void) => Promise<T>} work @template T */
    async step(name, work) {
      const startedAt = Date.now();
      write(`- ${name} ...`);
      const result = await work((seconds) => write(`  still working on it, ${seconds} s`));
      write(`  done in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
      return result;
    },
  };
}
