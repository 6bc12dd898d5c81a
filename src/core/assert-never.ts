/** Ends a switch over a union: the compiler complains when a kind was forgotten. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected kind: ${JSON.stringify(value)}`);
}
