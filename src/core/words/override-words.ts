import type { OverrideWay } from '../workaround/ways.ts';

const PLACES: Readonly<Record<OverrideWay, string>> = { hosts: 'the hosts file', git: 'git', ssh: 'ssh' };

/** Where overrides are, in the middle of a sentence. */
export function placesOf(ways: readonly OverrideWay[]): string {
  const places = ways.map((way) => PLACES[way]);
  return places.length < 2 ? places.join('') : `${places.slice(0, -1).join(', ')} and ${places.at(-1)}`;
}

/** What the system shows while nobody looks at the window. */
export interface Notice {
  readonly title: string;
  readonly body: string;
}

export const expiredNotice = (ways: readonly OverrideWay[]): Notice => ({
  title: 'Time to take the Bitbucket override off',
  body: `It was meant to end by now, and is still in force in ${placesOf(ways)}. Click here to look at it.`,
});
