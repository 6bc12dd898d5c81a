import type { SessionSide, TcpSession } from './session.ts';

/** What the counts of a capture ask of each session. */
export const clientOf = (session: TcpSession): SessionSide => session.sides[session.clientSide];
export const serverOf = (session: TcpSession): SessionSide => session.sides[session.clientSide === 0 ? 1 : 0];

export type SessionArm = 'anycast' | 'control' | 'other';

export const armOf = (session: TcpSession): SessionArm =>
  session.isControl ? 'control' : session.isTarget ? 'anycast' : 'other';

export const isAnswered = (session: TcpSession): boolean => serverOf(session).packets > 0;

/** Only one direction is in the file although the session was established. */
export function isOneSided(session: TcpSession): boolean {
  const client = clientOf(session);
  return (serverOf(session).packets === 0 && client.hasAck) || client.packets === 0;
}

/** A SYN of ours is all there is of it; whether it went unanswered depends on how long it had been waiting. */
export function isLonelySyn(session: TcpSession): boolean {
  const client = clientOf(session);
  return client.sawSyn && !client.hasAck && serverOf(session).packets === 0;
}
