const DAY_SECONDS = 86_400;
/** An override is temporary: the published DNS answer is the authority, and the addresses behind it change. */
export const DEFAULT_DAYS = 7;
export const LONGEST_DAYS = 30;
const SHORTEST_SECONDS = 3600;

/**
 * `7d`, `12h`, `P7D`, `PT12H` or a bare number of days.
 * @returns seconds, or null when it is no duration between one hour and 30 days
 */
export function parseDuration(text: string): number | null {
  const found = /^(?:P(\d{1,3})D|PT(\d{1,4})H|(\d{1,3})\s*d?|(\d{1,4})\s*h)$/i.exec(text.trim());
  if (!found) return null;
  const [, isoDays, isoHours, days, hours] = found;
  const seconds =
    isoDays !== undefined || days !== undefined
      ? Number(isoDays ?? days) * DAY_SECONDS
      : Number(isoHours ?? hours) * 3600;
  return seconds >= SHORTEST_SECONDS && seconds <= LONGEST_DAYS * DAY_SECONDS ? seconds : null;
}
