/** Short, common, hard to mishear over a bad line, and none of them sad. */
const ANIMALS = [
  'OTTER',
  'RAVEN',
  'HERON',
  'BISON',
  'KOALA',
  'LLAMA',
  'TIGER',
  'PANDA',
  'MOOSE',
  'ZEBRA',
  'FALCON',
  'BEAVER',
  'BADGER',
  'DONKEY',
  'GIBBON',
  'IGUANA',
  'JAGUAR',
  'LEMUR',
  'MARMOT',
  'NEWT',
  'ORIOLE',
  'PELICAN',
  'QUAIL',
  'ROBIN',
  'SALMON',
  'TOUCAN',
  'URCHIN',
  'VIPER',
  'WALRUS',
  'YAK',
  'GECKO',
  'HAMSTER',
] as const;

/**
 * A case id such as OTTER-42 from two random numbers in 0..1, not in `taken`.
 * 32 x 90 names: more than anybody has cases; when all are taken the first draw is returned as it is.
 */
export function drawCaseId(random: () => number, taken: ReadonlySet<string>): string {
  let drawn = '';
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const animal = ANIMALS[Math.floor(random() * ANIMALS.length)] ?? 'OTTER';
    drawn = `${animal}-${10 + Math.floor(random() * 90)}`;
    if (!taken.has(drawn)) return drawn;
  }
  return drawn;
}
