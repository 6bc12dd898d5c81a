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

/** Somebody else took our lines out of the hosts file. */
export function vanishedWords({
  madeAt,
  othersLost,
}: {
  readonly madeAt: string;
  readonly othersLost: number;
}): string {
  const first = `The override made at ${madeAt} is no longer in the hosts file, and this program did not take it off.`;
  return othersLost === 0
    ? `${first} Somebody removed it by hand, or another program did.`
    : `${first} ${othersLost === 1 ? 'One other entry is' : `${othersLost} other entries are`} gone with it, so the whole file was probably set back: Microsoft Defender does that to a changed hosts file, and other security software does, too.`;
}

export const expiredNotice = (ways: readonly OverrideWay[]): Notice => ({
  title: 'Time to take the Bitbucket override off',
  body: `It was meant to end by now, and is still in force in ${placesOf(ways)}. Click here to look at it.`,
});
