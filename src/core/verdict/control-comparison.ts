import { fisherOneSided } from '../probe/statistics.ts';
import { type CaptureFacts, judgedOf } from './capture-facts.ts';

/** The two arms side by side. `probability` is Fisher's exact, one-sided: chance alone would do this. */
export interface ControlComparison {
  readonly anycastReset: number;
  readonly anycastSessions: number;
  readonly controlReset: number;
  readonly controlSessions: number;
  readonly probability: number;
  readonly reading: 'no-control' | 'control-clean' | 'control-fails-too' | 'unclear';
}

/** Fewer control sessions than this say nothing. */
const FEWEST_CONTROL_SESSIONS = 5;

export function compareWithControl({ anycast, control }: CaptureFacts): ControlComparison {
  const base = {
    anycastReset: anycast.reset.length,
    anycastSessions: judgedOf(anycast, anycast.handshakes),
    controlReset: control.reset.length,
    controlSessions: judgedOf(control, control.handshakes),
  };
  if (base.controlSessions < FEWEST_CONTROL_SESSIONS)
    return { ...base, probability: 1, reading: 'no-control' };
  const probability = fisherOneSided(
    Math.min(base.anycastReset, base.anycastSessions),
    base.anycastSessions,
    Math.min(base.controlReset, base.controlSessions),
    base.controlSessions,
  );
  if (base.controlReset === 0)
    return { ...base, probability, reading: probability < 0.05 ? 'control-clean' : 'unclear' };
  return { ...base, probability, reading: probability > 0.1 ? 'control-fails-too' : 'unclear' };
}
