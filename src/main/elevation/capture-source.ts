import type {
  CaptureEnd,
  CaptureStart,
  HostsApply,
  HostsRevert,
  KernelCounts,
  Refusal,
  TraceOrder,
  VerbOutput,
} from '../../contract/broker.ts';
import type { LaunchFailure } from '../broker-client.ts';
import type { CaptureWay, ManualReason } from './choose-way.ts';

/** What a source of packets says while it runs. */
export interface CaptureSourceEvents {
  /** File bytes; the source waits until they are taken. */
  readonly bytes: (bytes: Uint8Array) => Promise<void>;
  /** So much is in a file of the system's whose bytes come at the end. */
  readonly grown: (bytes: number) => void;
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

/** No rights came: nobody can be asked, or whoever was asked did not give them. */
export type NoRights =
  | { readonly kind: 'manual'; readonly reason: ManualReason; readonly detail: string }
  | { readonly kind: 'refused'; readonly failure: LaunchFailure };

export type OpenSource = { readonly kind: 'open'; readonly source: CaptureSource } | NoRights;

/** A change of this system's hosts file, as the user was shown it. */
export type HostsOrder =
  | { readonly verb: 'hosts.apply'; readonly input: HostsApply }
  | { readonly verb: 'hosts.revert'; readonly input: HostsRevert };

export type HostsChanged =
  | { readonly kind: 'done'; readonly written: VerbOutput<'hosts.apply'> | VerbOutput<'hosts.revert'> }
  | { readonly kind: 'not-done'; readonly refusal: Refusal }
  | NoRights;

/** Runs one trace, until `stop` at the latest: what it printed by then is given. */
export type Tracer = (order: TraceOrder, stop: AbortSignal) => Promise<VerbOutput<'trace.run'> | Refusal>;

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
  /** What would happen if the hosts file were changed now: being able to capture does not help with that. */
  lookForHosts(): Promise<{ readonly way: CaptureWay; readonly wasDeclined: boolean }>;
  /** Changes the hosts file; rights are asked for as by `open`, and the same open broker is used. */
  changeHosts(order: HostsOrder, askAgain: boolean, signal?: AbortSignal): Promise<HostsChanged>;
  /**
   * Somebody with rights to trace by, where the permission was given in this session and they are still there; null
   * otherwise. Asks nobody.
   */
  tracer(): Tracer | null;
  /** Lets the broker go. */
  close(): Promise<void>;
}
