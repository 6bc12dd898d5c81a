/** Between which probes the answers changed: the last of the old responder and the first of the new one, counted from 0. */
export interface Change {
  readonly after: number;
  readonly at: number;
}

/** How the responders of one hop followed one another while every probe had the same 5-tuple. */
export type AnswerOrder =
  | { readonly kind: 'one' }
  /** They came in turn: A B A A B. One route at a time cannot do that. */
  | { readonly kind: 'interleaved' }
  /** First one, then the other: A A A B B B. `chance`: how often mixed answers would look like that, 0..1. */
  | { readonly kind: 'changed-once'; readonly chance: number; readonly change: Change };

/**
 * @param probes index of the responder of each probe in the order of sending, null for silence
 */
export function readOrder(probes: readonly (number | null)[]): AnswerOrder {
  const answers = probes.flatMap((who, place) => (who === null ? [] : [{ who, place }]));
  const counts = new Map<number, number>();
  for (const { who } of answers) counts.set(who, (counts.get(who) ?? 0) + 1);
  if (counts.size < 2) return { kind: 'one' };
  let runs = 1;
  let change: Change = { after: 0, at: 0 };
  for (const [index, answer] of answers.entries()) {
    const before = answers[index - 1];
    if (before === undefined || before.who === answer.who) continue;
    runs += 1;
    change = { after: before.place, at: answer.place };
  }
  const hasReturn = runs > counts.size;
  // A B C: a route that changes with every probe is no route, though none came back yet.
  const isRestless = counts.size > 2 && answers.length < 2 * runs;
  if (hasReturn || isRestless) return { kind: 'interleaved' };
  return { kind: 'changed-once', chance: chanceOfBlocks([...counts.values()]), change };
}

/** One moment can have made both: neither was over before the other began. */
export const areAtOnce = (one: Change, other: Change): boolean =>
  one.after < other.at && other.after < one.at;

/** Share of all orders of so many answers in which each responder's stand together (Wald and Wolfowitz 1940). */
function chanceOfBlocks(counts: readonly number[]): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  let orders = 1;
  let left = total;
  for (const count of counts)
    for (let index = 1; index <= count; index += 1) {
      orders = (orders * left) / index;
      left -= 1;
    }
  let blocks = 1;
  for (let index = 2; index <= counts.length; index += 1) blocks *= index;
  return Math.min(1, blocks / orders);
}
