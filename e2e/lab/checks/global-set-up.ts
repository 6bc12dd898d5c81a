import { findLabPrefixes } from '../network/lab-state.ts';
import { takeDownAll } from '../network/take-down.ts';

/** Clears what a killed run left, and at the end insists that this one left nothing. */
export async function setup(): Promise<() => Promise<void>> {
  const { kept } = await takeDownAll(false);
  if (kept.length > 0) throw new Error(`Another run uses the laboratory: ${kept.join(', ')}.`);
  return async () => {
    const left = findLabPrefixes();
    if (left.length === 0) return;
    await takeDownAll(true);
    throw new Error(`The checks left laboratories behind: ${left.join(', ')}.`);
  };
}
