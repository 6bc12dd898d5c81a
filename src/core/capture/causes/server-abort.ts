import type { CauseRule } from '../reset-context.ts';

/** The server itself ended the session: real acknowledgement, usually window and timestamps, its own TTL. */
export const serverAbort: CauseRule = ({ reset, session }) => {
  if (!reset.hasAckFlag || reset.phase === 'syn-sent') return null;
  const ownTtl = reset.ttlSeenInSession || reset.ttl === reset.synAckTtl;
  if (!ownTtl) return null;
  const evidence = [
    {
      kind: 'acknowledges',
      text: `It acknowledges our data (ack ${reset.acknowledgement}): its sender knows the session.`,
    },
    { kind: 'ttl', text: `Its TTL (${reset.ttl}) is that of the server's other packets.` },
  ];
  const negotiatedTimestamps = session.synAck?.options.includes('ts') ?? false;
  if (reset.hasOptions && negotiatedTimestamps)
    evidence.push({ kind: 'timestamps', text: 'It carries the timestamp option both ends had agreed on.' });
  return { cause: 'server-abort', confidence: reset.hasOptions ? 'moderate' : 'weak', evidence };
};
