/** The ways to make the override: for every program, for git over HTTPS, for ssh. The last two need no administrator. */
export const OVERRIDE_WAYS = ['hosts', 'git', 'ssh'] as const;
export type OverrideWay = (typeof OVERRIDE_WAYS)[number];

/** The service's other names answer SSH alone. */
export const speaksHttps = (name: string): boolean => !/^(alt)?ssh\./.test(name);

/** @returns the ways in `hosts,git ssh`-like words, each once and in a fixed order; or the word that is none */
export function readWays(words: readonly string[]): readonly OverrideWay[] | { readonly unknown: string } {
  const asked = words.flatMap((word) => word.split(',')).map((word) => word.trim());
  const unknown = asked.find((word) => !OVERRIDE_WAYS.some((way) => way === word));
  return unknown === undefined ? OVERRIDE_WAYS.filter((way) => asked.includes(way)) : { unknown };
}
