import type { CauseRule } from '../reset-context.ts';

/** The session was already over: the classic false hit, byte for byte the same reset (domain notes 2.3). */
export const lateAfterClose: CauseRule = ({ reset, session }) => {
  const aborted = session.resets.some(
    (other) => other !== reset && other.fromServer && other.hasAckFlag && other.ordinal < reset.ordinal,
  );
  if (reset.afterServerFin)
    return found('The server had already closed the session (FIN) when this reset came.');
  if (reset.afterClientFin) return found('We had already closed our side (FIN) when this reset came.');
  if (aborted)
    return found(
      'The server had already ended the session with a reset; this answers a packet still under way.',
    );
  return null;
};

const found = (text: string) =>
  ({ cause: 'late-after-close', confidence: 'moderate', evidence: [{ kind: 'after-close', text }] }) as const;
