import type { Analysis } from '../contract/analysis.ts';
import type { CaptureTool } from '../contract/broker.ts';
import type { LiveReset } from '../contract/live-capture.ts';
import type { Result } from '../contract/problem.ts';
import type { CaptureChoice, ReportProgress } from '../contract/report.ts';
import type { Notice } from '../core/words/override-words.ts';
import type { Elevation } from './elevation/capture-source.ts';
import type { DiagnosePorts } from './services/diagnose-ports.ts';
import type { ProductFacts } from './services/product-facts.ts';
import type { MadeFile, ReportRequest } from './services/report-files.ts';
import type { WorkaroundPorts } from './services/workaround-service.ts';

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
  /** Prints a page of ours on paper of that size; the bytes of a PDF file. Rejects once it is aborted. */
  readonly printPdf: (html: string, pageSize: 'A4' | 'Letter', signal: AbortSignal) => Promise<Uint8Array>;
  /** Opens a `mailto:` draft in the user's own program; false when the system has none. */
  readonly openMail: (url: string) => Promise<boolean>;
  /** Shows a message of the system's, where it has any. */
  readonly notify: (notice: Notice) => void;
  readonly startAnalysis: StartAnalysis;
  /** Told when an analysis will soon be asked for, so that it does not begin with starting what does it. */
  readonly prepareAnalysis: () => void;
  readonly startReport: StartReport;
  readonly live: LivePorts;
  readonly workaround: WorkaroundPorts;
  /** How the live diagnosis reaches the network. */
  readonly diagnose: (facts: ProductFacts) => DiagnosePorts;
}

/** The system's own file dialogs; null, or no path, when the user closed them. */
export interface Dialogs {
  openCaptures(): Promise<readonly string[]>;
  openReport(): Promise<string | null>;
  saveReport(suggestedName: string): Promise<string | null>;
  saveLetter(suggestedName: string): Promise<string | null>;
}

export interface AnalysisProgress {
  readonly bytesRead: number;
  readonly bytesTotal: number | null;
  readonly packets: number;
  readonly sessions: number;
  readonly resets: number;
}

/** Runs one analysis, of files that belong together, away from the window's thread. `cancel` may be called twice; the result is then a `cancelled` problem. */
export type StartAnalysis = (
  paths: readonly string[],
  onProgress: (progress: AnalysisProgress) => void,
) => { readonly result: Promise<Result<Analysis>>; readonly cancel: () => void };

/** Everything one report is made of. */
export interface ReportOrder {
  readonly request: ReportRequest;
  readonly facts: Pick<Ports, 'names' | 'product' | 'system'> & { readonly at: Date };
  readonly captures: { readonly paths: readonly string[]; readonly choice: CaptureChoice };
}

/** Makes one report away from the window's thread. `cancel` may be called twice; the result is then a `cancelled` problem. */
export type StartReport = (
  order: ReportOrder,
  onProgress: (progress: ReportProgress) => void,
) => { readonly result: Promise<Result<MadeFile[]>>; readonly cancel: () => void };

/** Reads a capture away from the window's thread while it grows. Its owner calls `finish`, which frees it. */
export interface LiveReader {
  /** Fulfilled when more may come. */
  push(bytes: Uint8Array): Promise<void>;
  counts(): { readonly packets: number; readonly sessions: number; readonly resets: number };
  /** What was found since the last call. */
  newResets(): readonly LiveReset[];
  /** Everything pushed has then been read. */
  finish(): Promise<void>;
}

/** What capturing needs of the outside world. */
export interface LivePorts {
  readonly elevation: Elevation;
  readonly startReading: (targets: readonly string[]) => LiveReader;
  /** Capturing programs of this machine, best first. */
  readonly tools: () => readonly { readonly tool: CaptureTool; readonly program: string }[];
  /** What one of them says its version is, such as `tcpdump 4.99.3`; null when it does not. */
  readonly toolVersion: (tool: CaptureTool, program: string) => Promise<string | null>;
  readonly interfaces: () => readonly string[];
  readonly isEthernet: (interfaceName: string) => boolean;
  /** Addresses of a name as the system resolves it; none when it does not. */
  readonly resolve: (name: string) => Promise<readonly string[]>;
  readonly freeBytes: (path: string) => Promise<number | null>;
  readonly platform: string;
  readonly windowsBuild: number;
}
