/** Whole days until then, at least 0; the last day counts as one. */
export const daysLeft = (expiresAt: string, now = Date.now()): number =>
  Math.max(0, Math.ceil((Date.parse(expiresAt) - now) / 86_400_000));
