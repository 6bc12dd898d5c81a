import { confidenceByCount, counted, type VerdictRule } from '../verdict-rule.ts';

/** Small packets pass, full-size ones vanish, and nobody says so (RFC 2923 section 2.1). */
export const pmtudBlackhole: VerdictRule = {
  kind: 'pmtud-blackhole',
  decide({ subject, tooBigMessages, smallestMtu }) {
    if (subject.reset.length > 0 || subject.stuckFullSize === 0) return null;
    const evidence = [
      {
        kind: 'full-size-stuck',
        text: `${counted(subject.stuckFullSize, 'session')} sent the same full-size segment again at least three times without an answer, after a handshake that worked.`,
      },
    ];
    if (tooBigMessages > 0)
      evidence.push({
        kind: 'too-big',
        text: `Routers said "packet too big" ${tooBigMessages} times (smallest MTU ${smallestMtu} bytes), yet the size did not shrink.`,
      });
    return {
      confidence: confidenceByCount(subject.stuckFullSize),
      summary:
        'Full-size packets to Bitbucket disappear on the way while small ones pass: a path-MTU black hole, not anycast shift.',
      for: evidence,
      against: [],
      runnerUp: {
        kind: 'unreachable',
        separatingCheck:
          'Lower the MTU of your interface to 1400 for a minute: if transfers work then, it is the path MTU.',
      },
    };
  },
  excludedBecause: ({ subject }) =>
    subject.handshakes > 0 && subject.stuckFullSize === 0
      ? 'No full-size packet had to be sent again and again.'
      : null,
};
