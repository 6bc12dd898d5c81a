type Place = { readonly holder: Record<string, unknown> | unknown[]; readonly key: string | number };

/** Values that schemas let through by mistake, or that break what is made of them. */
const VALUES: readonly unknown[] = [
  ...[null, true, 0, -1, -0, 0.5, 1e21, 1e308, -1e308, Number.MAX_SAFE_INTEGER, 2 ** 53, 4_294_967_296],
  ...['', ' ', 'x', '0', '\u0000', '\u202egnp', '</script><img src=x>', '$&', '..', '__proto__', 'NaN'],
  ...[
    '1970-01-01T00:00:00Z',
    '9999-12-31T23:59:59.999999999Z',
    '2026-13-45T99:99:99Z',
    '+275760-09-13T00:00:00Z',
  ],
  ...['104.192.141.1', '999.1.1.1', '::', 'fe80::1%eth0', 'ｘ'.repeat(300), 'a b '.repeat(2000)],
  ...[[], {}, [null], [[]], { kind: 'x' }, Array.from({ length: 500 }, () => 0)],
];

function placesOf(document: unknown): Place[] {
  const places: Place[] = [];
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const key of Object.keys(value)) {
      const place = Array.isArray(value)
        ? { holder: value, key: Number(key) }
        : { holder: value as Record<string, unknown>, key };
      places.push(place);
      walk(place.holder[place.key as never]);
    }
  };
  walk(document);
  return places;
}

/**
 * A document with changes to its values, told by bytes: four for each (the place in two, what is done, with what). That
 * way nearly every input is still JSON, and many pass the schema with something in them that nobody thought of.
 *
 * @param document it is not changed
 */
export function editDocument(document: unknown, bytes: Uint8Array): unknown {
  const made = structuredClone(document);
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const places = placesOf(made);
    if (places.length === 0) break;
    const index = (((bytes[at] as number) << 8) | (bytes[at + 1] as number)) % places.length;
    const { holder, key } = places[index] as Place;
    const [how, which] = [bytes[at + 2] as number, bytes[at + 3] as number];
    const before = holder[key as never] as unknown;
    const alike = VALUES.filter((value) => typeof value === typeof before);
    const values = how < 120 && alike.length > 0 ? alike : VALUES;
    if (how < 150) holder[key as never] = structuredClone(values[which % values.length]) as never;
    else if (how < 180 && typeof before === 'number') holder[key as never] = (before * which) as never;
    else if (how < 200 && Array.isArray(before))
      before.push(...structuredClone(before.slice(0, 1 + (which & 7))));
    else if (how < 220 && Array.isArray(before)) before.reverse().splice(which & 3);
    else if (Array.isArray(holder)) holder.splice(key as number, 1);
    else delete holder[key];
  }
  return made;
}
