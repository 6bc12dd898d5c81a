/** `1.2 MB`, decimal units as file managers show them. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = -1;
  do {
    value /= 1000;
    unit += 1;
  } while (value >= 1000 && unit < units.length - 1);
  return `${value.toFixed(value < 10 ? 1 : 0)} ${units[unit] ?? ''}`;
}

/** Whole numbers with thin gaps every three digits, so that they can be read at a glance. */
export const formatCount = (count: number): string => count.toLocaleString('en').replace(/,/g, '\u202f');

/** Local time with its zone: `23 Nov 2026, 10:04:09 GMT+1`. */
export function formatMoment(instant: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'long' }).format(
    new Date(instant),
  );
}

/** The clock part of an RFC 3339 instant in UTC with its fraction: `09:04:09.123456 UTC`; `zone` is empty where a heading names it. */
export const clockOf = (instant: string, zone = ' UTC'): string => `${instant.slice(11, -1)}${zone}`;

/** An RFC 3339 instant in UTC with all its digits, for people: `2026-11-23 09:04:09.123456 UTC`. */
export const instantOf = (instant: string): string => `${instant.slice(0, 10)} ${clockOf(instant)}`;
