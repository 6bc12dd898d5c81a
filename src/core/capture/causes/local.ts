import type { CauseRule } from '../reset-context.ts';

/** Sent by this machine: never counted as received (domain F1). */
export const local: CauseRule = ({ reset }) => {
  if (reset.fromServer) return null;
  const after = reset.afterServerReset
    ? 'It follows a reset from the other side: our system answering packets that were still under way.'
    : reset.afterServerFin || reset.afterClientFin
      ? 'It follows an orderly close: the program no longer wanted the rest.'
      : 'A program here, or this system, ended the session.';
  return {
    cause: 'local',
    confidence: 'moderate',
    evidence: [{ kind: 'direction', text: `Sent by this side. ${after}` }],
  };
};
