import type { FuzzTarget } from './fuzz-target.ts';

/** Every reader of bytes from elsewhere; one file a reader. */
export const TARGET_NAMES = [
  'captures',
  'frames',
  'record-pieces',
  'traces',
  'hosts',
  'broker-frames',
  'reports',
  'report-zips',
  'cases',
] as const;

/** Readers with faults in them, which show that faults are found. */
export const PLANTED_NAMES = ['planted-throw', 'planted-hang', 'planted-greed'] as const;

/** @param name one of the two lists above */
export async function findTarget(name: string): Promise<FuzzTarget> {
  const { target } = (await import(`./targets/${name}.ts`)) as { target: FuzzTarget };
  return target;
}
