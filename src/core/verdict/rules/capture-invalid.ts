import { counted, type VerdictRule } from '../verdict-rule.ts';

/** The file cannot answer the question; the sentence says what to do again, and how. */
export const captureInvalid: VerdictRule = {
  kind: 'capture-invalid',
  decide(facts) {
    const { subject } = facts;
    const conclude = (kind: string, summary: string, text: string) =>
      ({ confidence: 'none', summary, for: [{ kind, text }], against: [], runnerUp: null }) as const;
    if (subject.sessions === 0)
      return conclude(
        'no-target',
        'This capture holds no session with Bitbucket, so it says nothing about it.',
        `${counted(facts.tcpSessions, 'TCP session')} in ${counted(facts.packets, 'packet')}, none to a Bitbucket address. Through a proxy or VPN the packets carry that one's address: capture on the machine that really talks to Bitbucket, or name the address with --target.`,
      );
    if (subject.oneSided === subject.sessions)
      return conclude(
        'one-sided',
        'Only one direction of the Bitbucket sessions is in this capture, so resets cannot be judged.',
        'Capture on the computer itself and on all interfaces (-i any), not on a mirror port that copies one direction.',
      );
    const sawSyn =
      (subject.summary?.opened ?? 0) > 0 ||
      subject.all.some(({ session }) => session.sides[session.clientSide].sawSyn);
    if (subject.reset.length > 0 && subject.handshakes === 0 && !sawSyn)
      return conclude(
        'started-late',
        'The capture began after the sessions did, so their handshakes are missing and the resets cannot be judged.',
        'Start the capture first, then connect to Bitbucket anew.',
      );
    return null;
  },
  excludedBecause: ({ subject }) =>
    subject.handshakes > 0
      ? `Both directions and the handshakes of ${counted(subject.handshakes, 'session')} are in the capture.`
      : null,
};
