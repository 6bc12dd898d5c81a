import { wilsonInterval } from '../../probe/statistics.ts';
import { judgedOf } from '../capture-facts.ts';
import { counted, percent, type VerdictRule } from '../verdict-rule.ts';

/** Nothing wrong seen, with the bound that so many sessions allow (never "0 %"). */
export const healthy: VerdictRule = {
  kind: 'healthy',
  decide({ subject, subjectIsControl }) {
    const seen = judgedOf(subject, subject.handshakes);
    if (subject.reset.length > 0 || seen === 0) return null;
    const bound = wilsonInterval(0, seen).high;
    const late = subject.all
      .flatMap(({ explained }) => explained)
      .filter(({ finding }) => finding.cause === 'late-after-close').length;
    return {
      confidence: seen >= 100 ? 'moderate' : 'weak',
      summary: `0 of ${counted(seen, 'session')} to Bitbucket ${seen === 1 ? 'was' : 'were'} reset while open; the true rate may still be as high as ${percent(bound)}.`,
      for: [
        {
          kind: 'no-reset',
          text: `${counted(seen, 'session')} with a complete handshake, none reset from the other side before it was over.`,
        },
        ...(late > 0
          ? [
              {
                kind: 'late',
                text: `${counted(late, 'reset')} came after the session was already closed, which is normal.`,
              },
            ]
          : []),
      ],
      against: [
        ...(subjectIsControl
          ? [
              {
                kind: 'control-only',
                text: 'Only the legacy addresses are in this capture; it says nothing about the anycast one.',
              },
            ]
          : []),
        ...(seen < 100
          ? [{ kind: 'few', text: 'A fault that hits few sessions can hide in so small a number.' }]
          : []),
      ],
      runnerUp:
        seen < 100
          ? {
              kind: 'insufficient',
              separatingCheck:
                'Capture again while the fault is happening, or let it run until at least 100 sessions are in it.',
            }
          : null,
    };
  },
  excludedBecause: ({ subject }) =>
    subject.reset.length > 0
      ? `${counted(subject.reset.length, 'session')} ${subject.reset.length === 1 ? 'was' : 'were'} reset while open.`
      : null,
};
