import type { AnalysisReset, AnalysisSession } from '../../contract/analysis.ts';

/** The reset a session is judged by: the first from the server's side while the session was open, else the first at all. */
export function judgedReset(session: Pick<AnalysisSession, 'resets'>): AnalysisReset | undefined {
  return (
    session.resets.find(({ from, cause }) => from === 'server' && cause !== 'late-after-close') ??
    session.resets[0]
  );
}

/** `10.0.0.2:50123`, `[2001:db8::1]:443`. */
export const endpointText = ({ address, port }: AnalysisSession['client']): string =>
  address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
