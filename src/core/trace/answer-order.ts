/** How the responders of one hop followed one another while every probe had the same 5-tuple. */
export type AnswerOrder =
  | { readonly kind: 'one' }
  /** They came in turn: A B A A B. One route at a time cannot do that. */
  | { readonly kind: 'interleaved' }
  /** First one, then the other: A A A B B B. `chance`: how often mixed answers would look like that, 0..1. */
  | { readonly kind: 'changed-once'; readonly chance: number; readonly changedAt: number }
  /** Several responders, and the tool does not say in which order, or too few answers to tell. */
  | { readonly kind: 'unclear' };

/**
 * @param answers index of the responder of each probe in the order of sending, silent probes left out
 */
export function readOrder(answers: readonly number[]): AnswerOrder {
  const counts = new Map<number, number>();
  for (const answer of answers) counts.set(answer, (counts.get(answer) ?? 0) + 1);
  if (counts.size < 2) return { kind: 'one' };
  let runs = 1;
  let changedAt = 0;
  for (let index = 1; index < answers.length; index += 1)
    if (answers[index] !== answers[index - 1]) {
      runs += 1;
      changedAt = index;
    }
  const hasReturn = runs > counts.size;
  // A B C: a route that changes with every probe is no route, though none came back yet.
  const isRestless = counts.size > 2 && answers.length < 2 * runs;
  if (hasReturn || isRestless) return { kind: 'interleaved' };
  return { kind: 'changed-once', chance: chanceOfBlocks([...counts.values()]), changedAt };
}

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
