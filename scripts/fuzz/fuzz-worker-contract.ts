import type { Fault } from './fuzz-loop.ts';

/** What the thread is started with. */
export interface FuzzOrder {
  readonly name: string;
  readonly seed: number;
  readonly untilMs: number;
  readonly mostRuns: number;
  /** Whether to count which blocks are reached; without it a thread begins sooner, and chance alone leads. */
  readonly isGuided: boolean;
  readonly endsAtFirst: boolean;
  /** Inputs a thread before this one kept. */
  readonly kept: readonly Uint8Array[];
  readonly watch: SharedArrayBuffer;
}

/** Words at the head of the watched memory: runs begun, runs ended, length of the input; the input follows. */
export const WATCH = { begun: 0, ended: 1, length: 2, inputAt: 16 } as const;

export type FuzzMessage =
  | { readonly kind: 'kept'; readonly input: Uint8Array }
  | { readonly kind: 'fault'; readonly fault: Fault }
  | {
      readonly kind: 'end';
      readonly runs: number;
      readonly kept: number;
      readonly slowestMs: number;
      readonly blocks: number;
      readonly known: number;
    };
