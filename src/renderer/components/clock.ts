/** `1:05`, `1:02:03`: how long something has taken. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (value: number): string => String(value).padStart(2, '0');
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** Local time of the day with its zone: `10:04:09 GMT+1`. */
export const formatTimeOfDay = (instant: string): string =>
  new Intl.DateTimeFormat('en-GB', { timeStyle: 'long' }).format(new Date(instant));
