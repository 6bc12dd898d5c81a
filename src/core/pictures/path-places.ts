import type { PathHop } from '../../contract/paths.ts';
import { nodeKey, type PathLink } from './path-links.ts';

export interface PathColumn {
  readonly ttl: number;
  /** Keys of those who answered, from top to bottom. */
  readonly nodes: readonly string[];
}

const SWEEPS = 4;

/** Columns of a path graph, ordered so that few lines cross: each node goes to the mean place of those it is joined with. */
export function placeNodes(hops: readonly PathHop[], links: readonly PathLink[]): PathColumn[] {
  const columns = hops.map(({ ttl, responders }) => ({ ttl, nodes: [...new Set(responders.map(nodeKey))] }));
  const near = new Map<string, string[]>();
  const join = (one: string, other: string): void => {
    near.set(one, [...(near.get(one) ?? []), other]);
  };
  for (const { from, to } of links) {
    join(from, to);
    join(to, from);
  }
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    const forward = sweep % 2 === 0;
    for (let step = 1; step < columns.length; step += 1) {
      const index = forward ? step : columns.length - 1 - step;
      const column = columns[index];
      if (column === undefined || column.nodes.length < 2) continue;
      const places = placesOf(forward ? columns.slice(0, index) : columns.slice(index + 1));
      const mean = (key: string, otherwise: number): number => {
        const known = (near.get(`${column.ttl} ${key}`) ?? []).flatMap((one) => places.get(one) ?? []);
        return known.length === 0 ? otherwise : known.reduce((sum, one) => sum + one, 0) / known.length;
      };
      const middle = (column.nodes.length - 1) / 2;
      const worth = new Map(column.nodes.map((key, place) => [key, mean(key, place - middle)]));
      column.nodes.sort((one, other) => (worth.get(one) ?? 0) - (worth.get(other) ?? 0));
    }
  }
  return columns;
}

/** Where each node of some columns stands, counted from the middle of its column. */
const placesOf = (columns: readonly PathColumn[]): Map<string, number> =>
  new Map(
    columns.flatMap(({ ttl, nodes }) =>
      nodes.map((key, place) => [`${ttl} ${key}`, place - (nodes.length - 1) / 2] as const),
    ),
  );
