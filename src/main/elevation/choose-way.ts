import type { FoundTool } from '../../core/live-capture/tool-paths.ts';
import type { Trust } from '../../scheduler/trusted-path.ts';

/** A capturing program that works for this user without asking anybody, and the interface it was seen to open. */
export interface AbleTool extends FoundTool {
  readonly interface: string;
}

/** All that the choice depends on. */
export interface ElevationFacts {
  readonly platform: string;
  readonly isRoot: boolean;
  readonly able: AbleTool | null;
  /** Whether what would run with rights can only have been put there by an administrator. */
  readonly trust: Trust;
  /** Whether this system has a way to ask for rights. */
  readonly canAsk: boolean;
  /** The user said no before in this session, and has not asked to be asked again. */
  readonly wasDeclined: boolean;
}

export type ManualReason = 'no-way-to-ask' | 'untrusted-program' | 'declined' | 'unknown-system';

/** How packets can be captured here: nobody is asked for what is not needed. */
export type CaptureWay =
  /** The permission was given in this session, and the one who has it is there. */
  | { readonly kind: 'open' }
  | { readonly kind: 'root' }
  | { readonly kind: 'able'; readonly tool: AbleTool }
  | { readonly kind: 'prompt' }
  | { readonly kind: 'manual'; readonly reason: ManualReason; readonly detail: string };

const SYSTEMS = ['linux', 'darwin', 'win32'];

export function chooseWay(facts: ElevationFacts): CaptureWay {
  const manual = (reason: ManualReason, detail = ''): CaptureWay => ({ kind: 'manual', reason, detail });
  if (!SYSTEMS.includes(facts.platform)) return manual('unknown-system', facts.platform);
  if (facts.isRoot) return { kind: 'root' };
  if (facts.able !== null) return { kind: 'able', tool: facts.able };
  if (facts.trust.kind === 'untrusted') return manual('untrusted-program', facts.trust.why);
  if (!facts.canAsk) return manual('no-way-to-ask');
  if (facts.wasDeclined) return manual('declined');
  return { kind: 'prompt' };
}
