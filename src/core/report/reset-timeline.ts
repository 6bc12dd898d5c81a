import type { Analysis, AnalysisReset, AnalysisSession } from '../../contract/analysis.ts';
import type { ResetTimeline, TimelineMark } from '../../contract/reset-timeline.ts';
import { millisecondsOf } from '../instant.ts';
import { judgedReset } from './judged-reset.ts';

/** Sessions that are drawn one above the other in a slot; where one has more, every slot becomes one mark. */
export const MOST_IN_SLOT = 6;

interface ResetSession {
  readonly session: AnalysisSession;
  readonly judged: AnalysisReset;
  readonly index: number;
  readonly atMs: number;
}

/** When the sessions of a capture were reset, each by the reset it is judged by. Null when none was. */
export function resetTimeline(
  { files, sessions }: Pick<Analysis, 'files' | 'sessions'>,
  slots: number,
): ResetTimeline | null {
  const reset: ResetSession[] = [];
  for (const session of sessions) {
    const judged = judgedReset(session);
    if (judged !== undefined)
      reset.push({ session, judged, index: reset.length, atMs: millisecondsOf(judged.at) });
  }
  if (reset.length === 0) return null;
  reset.sort((one, other) => one.atMs - other.atMs);
  const ends = [reset[0], reset.at(-1)].flatMap((one) => (one ? { at: one.judged.at, atMs: one.atMs } : []));
  for (const { firstPacketAt, lastPacketAt } of files)
    for (const at of [firstPacketAt, lastPacketAt])
      if (at !== null) ends.push({ at, atMs: millisecondsOf(at) });
  ends.sort((one, other) => one.atMs - other.atMs);
  const [first, last] = [ends[0], ends.at(-1)];
  if (first === undefined || last === undefined) return null;
  const span = last.atMs - first.atMs;
  const slotOf = ({ atMs }: ResetSession): number =>
    Math.min(slots - 1, span > 0 ? Math.floor(((atMs - first.atMs) / span) * slots) : slots >> 1);
  const bySlot = new Map<number, ResetSession[]>();
  for (const one of reset) {
    const slot = slotOf(one);
    const known = bySlot.get(slot);
    if (known) known.push(one);
    else bySlot.set(slot, [one]);
  }
  const isDense = [...bySlot.values()].some(({ length }) => length > MOST_IN_SLOT);
  const marks = [...bySlot].flatMap(([slot, all]) =>
    (isDense ? [all] : all.map((one) => [one])).flatMap((group) => markOf(slot, group) ?? []),
  );
  return { from: first.at, to: last.at, slots, sessions: reset.length, marks };
}

function markOf(slot: number, group: readonly ResetSession[]): TimelineMark | null {
  const [first, last] = [group[0], group.at(-1)];
  if (first === undefined || last === undefined) return null;
  const arms = { anycast: 0, control: 0, other: 0 };
  const causes = new Map<AnalysisReset['cause'], number>();
  let resets = 0;
  for (const { session, judged } of group) {
    arms[session.arm] += 1;
    causes.set(judged.cause, (causes.get(judged.cause) ?? 0) + 1);
    resets += session.resets.length;
  }
  return {
    ...{ slot, at: first.judged.at, until: last.judged.at },
    ...{ id: first.session.id, index: first.index, arms, resets, sessions: group.length },
    causes: [...causes]
      .map(([cause, sessions]) => ({ cause, sessions }))
      .sort((one, other) => other.sessions - one.sessions),
  };
}
