/** Everything of the outside world the services need, so that the same app runs in Electron, on the command line and in tests. */
export interface Ports {
  readonly now: () => Date;
  /** 0..1, as Math.random. */
  readonly random: () => number;
  readonly userDataFolder: string;
  readonly resourcesFolder: string;
  readonly product: { readonly name: string; readonly version: string };
  readonly system: { readonly platform: string; readonly release: string; readonly runtime: string };
  readonly names: { readonly userName: string; readonly hostName: string; readonly homeFolder: string };
  readonly dialogs: Dialogs;
  readonly startAnalysis: StartAnalysis;
}

/** The system's own file dialogs; null when the user closed them. */
export interface Dialogs {
  openCapture(): Promise<string | null>;
  saveReport(suggestedName: string): Promise<string | null>;
}

import type { Analysis } from '../contract/analysis.ts';
import type { Result } from '../contract/problem.ts';

export interface AnalysisProgress {
  readonly bytesRead: number;
  readonly bytesTotal: number | null;
  readonly packets: number;
  readonly sessions: number;
  readonly resets: number;
}

/** Runs one analysis away from the window's thread. `cancel` may be called twice; the result is then a `cancelled` problem. */
export type StartAnalysis = (
  path: string,
  onProgress: (progress: AnalysisProgress) => void,
) => { readonly result: Promise<Result<Analysis>>; readonly cancel: () => void };
