import { dominates } from '../capture-facts.ts';
import { counted, type VerdictRule } from '../verdict-rule.ts';

/** AWS resets established sessions during Global Accelerator maintenance, up to five minutes (docs.aws.amazon.com, TCP resets). */
const BURST = 300e9;
const CLEAN_AROUND = 300e9;

/** Many sessions at once, same edges before and after. */
export const providerMaintenance: VerdictRule = {
  kind: 'provider-maintenance',
  decide({ subject }) {
    if (subject.reset.length < 3 || !dominates(subject, 'unexplained', 'server-abort', 'other-edge'))
      return null;
    const times = subject.reset.map(({ first }) => first?.reset.at ?? 0);
    const from = Math.min(...times);
    const to = Math.max(...times);
    const starts = subject.all.map(({ session }) => session.firstAt);
    const { firstAt, lastAt } = subject.summary ?? { firstAt: from, lastAt: to };
    const cleanBefore = Math.min(...starts, firstAt) <= from - CLEAN_AROUND;
    const cleanAfter = Math.max(...starts, lastAt) >= to + CLEAN_AROUND;
    if (to - from > BURST || !cleanBefore || !cleanAfter) return null;
    return {
      confidence: 'weak',
      summary: `${counted(subject.reset.length, 'session')} died within ${Math.max(1, Math.round((to - from) / 1e9))} s, with at least five clean minutes before and after: it looks like maintenance at the provider.`,
      for: [
        {
          kind: 'burst',
          text: 'All resets lie in one short window, and sessions before and after it are clean.',
        },
      ],
      against: [],
      runnerUp: {
        kind: 'anycast-shift-route-change',
        separatingCheck:
          'Measure again in 15 minutes, and look at the provider’s status page for that minute.',
      },
    };
  },
  excludedBecause: () => null,
};
