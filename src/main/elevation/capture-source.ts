import type { CaptureEnd, CaptureStart, KernelCounts, Refusal } from '../../contract/broker.ts';
import type { LaunchFailure } from '../broker-client.ts';
import type { CaptureWay, ManualReason } from './choose-way.ts';

/** What a source of packets says while it runs. */
export interface CaptureSourceEvents {
  /** File bytes; the source waits until they are taken. */
  readonly bytes: (bytes: Uint8Array) => Promise<void>;
  readonly ended: (report: { readonly reason: CaptureEnd; readonly counts: KernelCounts }) => void;
  /** The source is gone without having said that it ended. */
  readonly lost: () => void;
}

/** Somebody who can capture. One capture at a time; its owner stops it. */
export interface CaptureSource {
  /** Null once the capture listens, otherwise why it does not. */
  start(order: CaptureStart): Promise<Refusal | null>;
  /** Asks for the end; the rest of the bytes and `ended` follow. */
  stop(): Promise<void>;
}

export type OpenSource =
  | { readonly kind: 'open'; readonly source: CaptureSource }
  | { readonly kind: 'manual'; readonly reason: ManualReason; readonly detail: string }
  | { readonly kind: 'refused'; readonly failure: LaunchFailure };

/** The way to rights, whichever it is. Remembers a no for the session and never asks again by itself. */
export interface Elevation {
  /** What would happen now. Asks nobody. `wasDeclined` tells that the user said no before. */
  look(): Promise<{ readonly way: CaptureWay; readonly wasDeclined: boolean }>;
  /**
   * Opens a source, which may show the system's prompt and then wait for as long as that is open. An open broker is
   * used again without asking.
   *
   * @param askAgain the user wants to be asked although they said no before
   */
  open(events: CaptureSourceEvents, askAgain: boolean, signal?: AbortSignal): Promise<OpenSource>;
  /** Lets the broker go. */
  close(): Promise<void>;
}
