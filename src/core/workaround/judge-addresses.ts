/** How one try of one address ended. `foreign`: another name's certificate or an unpublished host key. */
export type IdentityOutcome =
  | 'proved'
  | 'foreign'
  | 'untrusted'
  | 'reset'
  | 'refused'
  | 'timeout'
  | 'unreachable'
  | 'not-checked';

export interface AddressAttempt {
  readonly address: string;
  readonly service: 'https' | 'ssh';
  readonly outcome: IdentityOutcome;
  readonly ms: number | null;
  readonly detail: string | null;
}

export interface AddressVerdict {
  readonly address: string;
  readonly usable: boolean;
  readonly because: string;
  readonly https: ServiceTally;
  readonly ssh: ServiceTally;
}

export interface ServiceTally {
  readonly attempts: number;
  readonly proved: number;
  readonly medianMs: number | null;
  /** The commonest outcome that is not `proved`; null when all were. */
  readonly trouble: IdentityOutcome | null;
}

export interface AddressChoice {
  readonly addresses: readonly AddressVerdict[];
  readonly recommended: string | null;
  /** Why none is recommended, in one sentence; null when one is. */
  readonly refusal: string | null;
}

function tally(attempts: readonly AddressAttempt[]): ServiceTally {
  const proved = attempts.filter(({ outcome }) => outcome === 'proved');
  const times = proved.flatMap(({ ms }) => ms ?? []).sort((one, other) => one - other);
  const troubles = attempts.flatMap(({ outcome }) => (outcome === 'proved' ? [] : [outcome]));
  const commonest = [...new Set(troubles)].sort(
    (one, other) =>
      troubles.filter((each) => each === other).length - troubles.filter((each) => each === one).length,
  )[0];
  // An identity that is not the service's weighs more than any number of time-outs.
  const trouble = troubles.includes('foreign') ? 'foreign' : (commonest ?? null);
  return {
    attempts: attempts.length,
    proved: proved.length,
    medianMs: times[times.length >> 1] ?? null,
    trouble,
  };
}

const WORDS: Readonly<Record<Exclude<IdentityOutcome, 'proved'>, string>> = {
  foreign: 'shows an identity that is not Bitbucket’s',
  untrusted: 'shows a certificate that this machine does not trust: something on the way opens TLS',
  reset: 'was reset, so the way to it is broken too',
  refused: 'refuses connections',
  timeout: 'did not answer in time',
  unreachable: 'cannot be reached from here',
  'not-checked': 'could not be checked',
};

function judge(address: string, attempts: readonly AddressAttempt[]): AddressVerdict {
  const mine = attempts.filter((attempt) => attempt.address === address);
  const https = tally(mine.filter(({ service }) => service === 'https'));
  const ssh = tally(mine.filter(({ service }) => service === 'ssh'));
  const because = (name: string, { trouble, attempts: tries, proved }: ServiceTally): string | null => {
    if (tries === 0 || proved === tries || trouble === null || trouble === 'proved') return null;
    if (trouble === 'not-checked') return null;
    return `${name}: ${address} ${WORDS[trouble]} (${tries - proved} of ${tries} tries).`;
  };
  const trouble = because('HTTPS', https) ?? because('SSH', ssh);
  const usable = https.attempts > 0 && https.proved === https.attempts && trouble === null;
  return {
    address,
    usable,
    https,
    ssh,
    because:
      trouble ??
      (usable
        ? `${https.proved} of ${https.attempts} HTTPS tries proved Bitbucket’s identity${ssh.proved > 0 ? `, and ${ssh.proved} of ${ssh.attempts} SSH tries` : ''}.`
        : `${address} could not be checked.`),
  };
}

/** Recommends the address that proved itself every time and answers fastest; refuses when none did. */
export function judgeAddresses(
  addresses: readonly string[],
  attempts: readonly AddressAttempt[],
): AddressChoice {
  const verdicts = addresses.map((address) => judge(address, attempts));
  const usable = verdicts
    .filter((verdict) => verdict.usable)
    .sort((one, other) => (one.https.medianMs ?? 0) - (other.https.medianMs ?? 0));
  const [best] = usable;
  const refusal =
    best !== undefined
      ? null
      : `None of the legacy addresses can be used from here, so the override would not help. ${verdicts[0]?.because ?? ''}`.trim();
  return { addresses: verdicts, recommended: best?.address ?? null, refusal };
}
