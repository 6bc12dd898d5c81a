/** A reader of bytes from elsewhere, and what it promises about all of them. */
export interface FuzzTarget {
  readonly name: string;
  /** No input is longer: long enough for every shape, short enough for thousands of runs a second. */
  readonly mostBytes: number;
  /** Whole inputs to begin with. */
  seeds(): readonly Uint8Array[] | Promise<readonly Uint8Array[]>;
  /** Byte sequences that chance would not find: magic numbers, types, marks of formats. */
  readonly dictionary: readonly Uint8Array[];
  /**
   * Reads one input and throws when the promise is broken. The input is not changed, and nothing is remembered between
   * two runs: one input alone must show the fault again.
   */
  run(input: Uint8Array): void | Promise<void>;
}

/** What a broken promise is called; what else is thrown is a fault of the reader itself. */
class BrokenPromise extends Error {
  override name = 'BrokenPromise';
}

/** @throws BrokenPromise unless `holds` */
export function promise(holds: boolean, sentence: string): asserts holds {
  if (!holds) throw new BrokenPromise(sentence);
}

/** @throws BrokenPromise unless both are the same as JSON */
export function promiseSame(one: unknown, other: unknown, sentence: string): void {
  const [first, second] = [JSON.stringify(one), JSON.stringify(other)];
  if (first === second) return;
  let at = 0;
  while (first[at] === second[at]) at += 1;
  const around = (text: string): string => text.slice(Math.max(0, at - 60), at + 60);
  throw new BrokenPromise(`${sentence}: …${around(first)}… is not …${around(second)}…`);
}

export const ascii = (text: string): Uint8Array => Buffer.from(text, 'latin1');
