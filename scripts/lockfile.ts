/**
 * npm drops a platform's binary package from the lockfile when the registry in use does not carry it, and then
 * "npm ci" refuses the lockfile and other systems miss their binary. This puts such packages back.
 */
export type LockEntry = {
  readonly version?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
  readonly optional?: boolean;
  readonly dev?: boolean;
};

export type LockPackages = Readonly<Record<string, LockEntry>>;

const SYSTEMS: Readonly<Record<string, string>> = {
  android: 'android',
  darwin: 'darwin',
  freebsd: 'freebsd',
  linux: 'linux',
  openharmony: 'openharmony',
  win32: 'win32',
};
const PROCESSORS = ['arm64', 'arm', 'x64', 'ia32', 'ppc64', 'riscv64', 's390x'];

const isExact = (specification: string): boolean => /^\d+\.\d+\.\d+(-[\w.]+)?$/.test(specification);

/** Where Node would look for `name` from inside the package at `path`, nearest first. */
const places = (path: string, name: string): string[] => {
  const found: string[] = [];
  for (let base = path; ; base = base.slice(0, Math.max(0, base.lastIndexOf('/node_modules/')))) {
    found.push(`${base === '' ? '' : `${base}/`}node_modules/${name}`);
    if (base === '') return found;
  }
};

/** The missing packages: each optional dependency that no entry satisfies. */
export const missingFrom = (
  packages: LockPackages,
): readonly { name: string; version: string; dev: boolean }[] =>
  Object.entries(packages).flatMap(([path, entry]) =>
    Object.entries(entry.optionalDependencies ?? {})
      .filter(([name]) => !places(path, name).some((place) => place in packages))
      .map(([name, version]) => ({ name, version, dev: entry.dev === true })),
  );

/** What the name of a platform package says about where it runs: `@x/binding-linux-arm64-musl`. */
export const platformOf = (name: string): Pick<LockEntry, 'os' | 'cpu' | 'libc'> | undefined => {
  const words = name.split(/[/-]/);
  const system = words.map((word) => SYSTEMS[word]).find((word) => word !== undefined);
  const processor = PROCESSORS.find((word) => words.includes(word));
  if (system === undefined || processor === undefined) return undefined;
  if (system !== 'linux') return { os: [system], cpu: [processor] };
  return {
    os: [system],
    cpu: [processor],
    libc: [words.some((word) => word.startsWith('musl')) ? 'musl' : 'glibc'],
  };
};

/** @returns the packages with every missing platform package put back, sorted as npm sorts them */
export const completed = (packages: LockPackages): LockPackages => {
  const added = missingFrom(packages).map(({ name, version, dev }) => {
    const platform = platformOf(name);
    if (platform === undefined || !isExact(version))
      throw new Error(`${name}@${version} is not a pinned platform package`);
    return [`node_modules/${name}`, { version, ...platform, ...(dev && { dev }), optional: true }] as const;
  });
  const [root = ['', {}], ...rest] = Object.entries(packages);
  const byName = (one: readonly [string, LockEntry], other: readonly [string, LockEntry]) =>
    one[0].localeCompare(other[0], 'en');
  return Object.fromEntries([root, ...[...rest, ...added].sort(byName)]);
};
