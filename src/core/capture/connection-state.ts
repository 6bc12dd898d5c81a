import type { TcpSession } from './session.ts';

/** Zeek's conn_state (docs.zeek.org, conn.log), from the states both ends reached. */
export type ConnectionState =
  | 'S0'
  | 'S1'
  | 'SF'
  | 'REJ'
  | 'S2'
  | 'S3'
  | 'RSTO'
  | 'RSTR'
  | 'RSTOS0'
  | 'RSTRH'
  | 'SH'
  | 'SHR'
  | 'OTH';

/** Same decision order as Zeek's `conn_state` in base/protocols/conn/main.zeek. */
export function connectionState(session: TcpSession): ConnectionState {
  const originator = session.sides[session.clientSide];
  const responder = session.sides[session.clientSide === 0 ? 1 : 0];
  const o = originator.state;
  const r = responder.state;
  const originatorSilent = o === 'inactive' || o === 'partial';
  const responderSilent = r === 'inactive' || r === 'partial';
  if (r === 'reset') {
    const nothingSent = originator.payloadBytes === 0 && responder.payloadBytes === 0;
    if (o === 'syn-sent' || (o === 'reset' && nothingSent)) return 'REJ';
    return originatorSilent ? 'RSTRH' : 'RSTR';
  }
  if (o === 'reset') return responderSilent ? 'RSTOS0' : 'RSTO';
  if (r === 'closed' && o === 'closed') return 'SF';
  if (o === 'closed') return responderSilent ? 'SH' : 'S2';
  if (r === 'closed') return originatorSilent ? 'SHR' : 'S3';
  if (o === 'syn-sent' && r === 'inactive') return 'S0';
  return o === 'established' && r === 'established' ? 'S1' : 'OTH';
}
