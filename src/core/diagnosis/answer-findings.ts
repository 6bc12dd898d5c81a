import type { Diagnosis, Finding } from '../../contract/diagnosis.ts';
import type { PathMtu } from '../../contract/path-mtu.ts';
import type { AnswerHead } from '../probe/answer-head.ts';

/** The answer's Date has whole seconds, and it was on its way; less than this is agreement. */
const AGREES_SECONDS = 5;
/** Times of a capture and of a network team's logs are no longer brought together by the eye. */
const MATTERS_SECONDS = 60;

/** RFC 6585, section 6: "Network Authentication Required". */
const PORTAL_STATUS = 511;

const words = (seconds: number): string =>
  seconds < 120
    ? `${seconds} seconds`
    : seconds < 7200
      ? `${Math.round(seconds / 60)} minutes`
      : `${Math.round(seconds / 3600)} hours`;

/** Seconds that the service's clock is ahead of this computer's, by the first answer over TLS; null without one. */
export function clockOffset(pathMtu: PathMtu | null): number | null {
  const dated = pathMtu?.ways
    .flatMap(({ bursts }) => bursts)
    .find(({ serverDate, answeredAt }) => serverDate !== null && answeredAt !== null);
  if (!dated?.serverDate || !dated.answeredAt) return null;
  // A Date of whole seconds is half a second old on average.
  return Math.round((Date.parse(dated.serverDate) + 500 - Date.parse(dated.answeredAt)) / 1000);
}

/** This computer's clock beside the service's. */
export function clockFindings(offsetSeconds: number | null): Finding[] {
  if (offsetSeconds === null) return [];
  const off = Math.abs(offsetSeconds);
  if (off <= AGREES_SECONDS)
    return [
      {
        ...{ kind: 'clock', severity: 'fact' },
        text: 'This computer’s clock agrees with the service’s to within a few seconds.',
      },
    ];
  const text = `This computer’s clock is ${words(off)} ${offsetSeconds > 0 ? 'behind' : 'ahead of'} the service’s; whoever compares times has to know that.`;
  return off < MATTERS_SECONDS
    ? [{ kind: 'clock', severity: 'fact', text }]
    : [
        {
          ...{ kind: 'clock-wrong', severity: 'mind' },
          text: `${text} Set it right first: certificates are judged by it, too.`,
        },
      ];
}

/** Does a Location lead to the service itself? Relative ones stay where they are. */
function leadsAway(location: string | null, serviceNames: readonly string[]): boolean {
  const host = /^https?:\/\/([^/:?#]+)/i.exec(location ?? '')?.[1]?.toLowerCase();
  if (host === undefined) return false;
  return !serviceNames.some((name) => host === name || host.endsWith(`.${name}`));
}

/**
 * Does somebody ask for a login before the Internet? Told from what the service's own address answers over plain HTTP, and
 * from the certificates; no other host is asked. The real service sends to its own name.
 */
export function portalFindings(
  answer: AnswerHead | null,
  identities: Diagnosis['identities'],
  serviceNames: readonly string[],
): Finding[] {
  if (answer === null) return [];
  const https = identities.filter(({ service }) => service === 'https');
  const isProved = https.some(({ outcome }) => outcome === 'proved');
  const isAway = answer.status >= 300 && answer.status < 400 && leadsAway(answer.location, serviceNames);
  if (answer.status === PORTAL_STATUS || (isAway && !isProved))
    return [
      {
        ...{ kind: 'captive-portal', severity: 'caps' },
        text: 'A login page stands before the Internet here (captive portal): the service’s address answers with it. Open any page in a browser, sign in, and measure again.',
      },
    ];
  return [];
}
