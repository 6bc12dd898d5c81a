import { closedPort } from './causes/closed-port.ts';
import { idleExpiry } from './causes/idle-expiry.ts';
import { injected } from './causes/injected.ts';
import { lateAfterClose } from './causes/late-after-close.ts';
import { local } from './causes/local.ts';
import { nearDevice } from './causes/near-device.ts';
import { otherEdge } from './causes/other-edge.ts';
import { serverAbort } from './causes/server-abort.ts';
import type { CauseFinding, CauseRule, ResetContext } from './reset-context.ts';
import { everyTriggerFits, milliseconds } from './reset-context.ts';

/** Cheap exclusions first: what surely is no shift must leave before a shift may be considered (domain notes 2.4). */
const RULES: readonly CauseRule[] = [
  local,
  lateAfterClose,
  closedPort,
  injected,
  idleExpiry,
  serverAbort,
  nearDevice,
  otherEdge,
];

/** Decides what one reset was. */
export function explainReset(context: ResetContext): CauseFinding {
  for (const rule of RULES) {
    const finding = rule(context);
    if (finding) return finding;
  }
  const { reset, ownEdge } = context;
  const delay = reset.triggerDelays[0] ?? null;
  const sameEdge =
    delay !== null && reset.ttl === reset.synAckTtl && ownEdge !== null && everyTriggerFits(reset, ownEdge);
  const text = sameEdge
    ? `TTL ${reset.ttl} and delay (${milliseconds(delay)}) are those of this session's own server, which does not know the session any more: typical of a changed source address (NAT, several uplinks).`
    : 'Neither header, TTL nor timing point to one sender.';
  return {
    cause: 'unexplained',
    confidence: 'none',
    evidence: [{ kind: sameEdge ? 'same-edge' : 'unclear', text }],
  };
}
