import type { PathHop, Paths } from '../../contract/paths.ts';

type Flow = 'same' | 'varied' | 'unknown';

/** A line between two responders, each named by its hop and itself: `3 203.0.113.2`. */
export interface PathLink {
  readonly from: string;
  readonly to: string;
  readonly flow: Flow;
  /** Hops between them stayed silent. */
  readonly isFar: boolean;
}

/** Of a responder that several flows met there is one node. */
export const nodeKey = ({
  address,
  name,
}: {
  readonly address: string | null;
  readonly name: string | null;
}): string => address ?? name ?? '';

/** More lines between two hops than this show nothing any more. */
const MOST_BETWEEN = 24;

/** Joins the answers to the n-th probe of one trace, hop by hop; where a tool keeps no order, all of that flow. */
export function linksOf(hops: readonly PathHop[], traces: Paths['traces']): PathLink[] {
  const found = new Map<string, PathLink>();
  const add = (from: string, to: string, flow: Flow, isFar: boolean): void => {
    const id = `${from}>${to} ${flow}`;
    const before = found.get(id);
    if (before === undefined || (before.isFar && !isFar)) found.set(id, { from, to, flow, isFar });
  };
  for (const [trace, { flow }] of traces.entries()) {
    const orders = hops.map(({ order }) => order.find((one) => one.trace === trace)?.answers ?? []);
    const most = Math.max(0, ...orders.map((answers) => answers.length));
    for (let probe = 0; probe < most; probe += 1) {
      let last: { readonly id: string; readonly hop: number } | null = null;
      for (const [hop, { ttl, responders }] of hops.entries()) {
        const answer = orders[hop]?.[probe];
        const responder = answer === null || answer === undefined ? undefined : responders[answer];
        if (responder === undefined) continue;
        const id = `${ttl} ${nodeKey(responder)}`;
        if (last !== null) add(last.id, id, flow, hop - last.hop > 1);
        last = { id, hop };
      }
    }
  }
  for (const flow of ['same', 'varied', 'unknown'] as const) joinUnordered(hops, flow, add);
  return [...found.values()];
}

function joinUnordered(
  hops: readonly PathHop[],
  flow: Flow,
  add: (from: string, to: string, flow: Flow, isFar: boolean) => void,
): void {
  let last: { readonly ids: readonly string[]; readonly hop: number; readonly hasOrder: boolean } | null =
    null;
  for (const [hop, { ttl, responders, order }] of hops.entries()) {
    const mine = responders.filter((one) => one.flow === flow);
    if (mine.length === 0) continue;
    const ids = mine.map((one) => `${ttl} ${nodeKey(one)}`);
    const hasOrder = order.length > 0;
    if (last !== null && !(hasOrder && last.hasOrder)) {
      const pairs = last.ids.flatMap((from) => ids.map((to) => [from, to] as const));
      for (const [from, to] of pairs.slice(0, MOST_BETWEEN)) add(from, to, flow, hop - last.hop > 1);
    }
    last = { ids, hop, hasOrder };
  }
}
