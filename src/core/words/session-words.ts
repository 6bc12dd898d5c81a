import type { Analysis, AnalysisSession } from '../../contract/analysis.ts';

/** What Zeek's states say, in words. */
export const END_WORDS: Readonly<Record<AnalysisSession['state'], string>> = {
  S0: 'never answered',
  S1: 'open when the capture ended',
  SF: 'closed in order',
  REJ: 'refused',
  S2: 'closed by your side alone',
  S3: 'closed by the server alone',
  RSTO: 'reset by your side',
  RSTR: 'reset from the server’s side',
  RSTOS0: 'given up by your side before an answer',
  RSTRH: 'reset after the first answer, with no SYN seen',
  SH: 'closed by your side before an answer',
  SHR: 'closed by the server, with no SYN seen',
  OTH: 'began before the capture',
};

const MOST_STATES_NAMED = 3;

/** What is said of sessions that were counted and not kept one by one; null for an ordinary capture. */
export function summarisedText({ summarised, sessions }: Analysis['tcp']): string | null {
  if (summarised === undefined) return null;
  const states = [...summarised.states]
    .sort((one, other) => other.sessions - one.sessions)
    .slice(0, MOST_STATES_NAMED)
    .map(({ state, sessions: ended }) => `${ended} ${END_WORDS[state]}`)
    .join(', ');
  const [most] = summarised.servers;
  const parts = [
    `This capture holds very many sessions, so ${summarised.sessions} of ${sessions} are counted and not listed one by one.`,
    `Sessions that were reset are kept first, a sample of them from the whole time. Of those only counted: ${states}${most === undefined ? '' : `; ${most.sessions} went to ${most.address}`}.`,
  ];
  if (summarised.withReset > 0)
    parts.push(
      `${summarised.withReset} of them were reset too, and nobody looked for the cause: the verdict rests on those that are listed.`,
    );
  return parts.join(' ');
}
