/** What the head of an HTTP answer says, as far as a measurement needs it. */
export interface AnswerHead {
  readonly status: number;
  /** The server's clock (RFC 9110, section 6.6.1); null when it does not say, or nothing that is a date. */
  readonly date: string | null;
  /** Where it leads, as it stands there; null when nowhere. */
  readonly location: string | null;
}

/** @returns null when it is no HTTP answer */
export function readAnswerHead(text: string): AnswerHead | null {
  const [, status] = /^HTTP\/1\.[01] (\d{3})\b/.exec(text) ?? [];
  if (status === undefined) return null;
  const head = text.slice(0, 16_384).split(/\r?\n\r?\n/, 1)[0] ?? '';
  const field = (name: string): string | null =>
    new RegExp(`^${name}:[ \\t]*([^\\r\\n]{1,2000})`, 'im').exec(head)?.[1]?.trim() ?? null;
  const at = Date.parse(field('date') ?? '');
  return {
    status: Number(status),
    date: Number.isNaN(at) ? null : new Date(at).toISOString(),
    location: field('location'),
  };
}
