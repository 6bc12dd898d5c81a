import type { CaptureEnd, FromBroker, Refusal } from '../../contract/broker.ts';

export interface CaptureLimits {
  readonly maxSeconds: number;
  readonly maxBytes: number;
  /** Takes the bytes; the tool waits until it has. */
  readonly write: (bytes: Uint8Array) => Promise<void>;
}

export interface FileLimits extends CaptureLimits {
  /** Goes on when the file is full, in which the system then keeps the newest. */
  readonly ring: boolean;
  /** Told every second how much there is. */
  readonly grown: (bytes: number) => void;
}

export type CaptureReport = Omit<Extract<FromBroker, { kind: 'capture.ended' }>, 'kind'>;

/** A capture under way. It ends with `stop`, which lets the last bytes through, or with `kill`, which does not. */
export interface CaptureRun {
  readonly ended: Promise<CaptureReport>;
  stop(reason: CaptureEnd): void;
  kill(): Promise<unknown>;
}

export type CaptureStarted = { readonly run: CaptureRun } | { readonly refusal: Refusal };
