import type { CheckId, LiveCheck } from '../../contract/diagnose.ts';
import type { Diagnosis, Finding } from '../../contract/diagnosis.ts';
import type { IdleSession } from '../../contract/idle-session.ts';
import type { PathMtu } from '../../contract/path-mtu.ts';
import type { Paths } from '../../contract/paths.ts';
import { idleSentence, wasForgotten } from '../../core/diagnosis/idle-reading.ts';
import { pathMtuFindings, pathMtuSentence } from '../../core/diagnosis/path-mtu-reading.ts';
import { pathsSentence } from '../../core/words/traced-words.ts';
import type { Experiment } from './run-experiment.ts';

/** What came of one check, in one sentence; the same words while it runs and in the document. */
export type CheckResult = Pick<LiveCheck, 'text'> & { readonly state: 'done' | 'trouble' | 'not-done' };

export const STOPPED: CheckResult = { state: 'not-done', text: 'Stopped.' };

export const addressesResult = (anycast: readonly string[]): CheckResult =>
  anycast.length > 0
    ? { state: 'done', text: `Anycast addresses: ${anycast.join(', ')}.` }
    : { state: 'trouble', text: 'No anycast address of the service could be found out.' };

export function environmentResult(findings: readonly Finding[]): CheckResult {
  const weighty = findings.filter(({ severity }) => severity !== 'fact');
  const facts = findings.filter(({ severity }) => severity === 'fact');
  const first = weighty.length > 0 ? weighty : [{ text: 'Nothing in the way was found.' }];
  return {
    state: weighty.length > 0 ? 'trouble' : 'done',
    text: [...first, ...facts].map(({ text }) => text).join(' '),
  };
}

const SHOWN = { https: 'the service’s certificate', ssh: 'a published host key' } as const;

/** @param identities of all addresses; those of the other service are passed over */
export function identitiesResult(service: 'https' | 'ssh', identities: Diagnosis['identities']): CheckResult {
  const mine = identities.filter((one) => one.service === service);
  const proved = mine.filter(({ outcome }) => outcome === 'proved').length;
  if (mine.every(({ outcome }) => outcome === 'not-checked'))
    return { state: 'not-done', text: 'Not checked.' };
  return {
    state: proved === mine.length ? 'done' : 'trouble',
    text: `${proved} of ${mine.length} addresses showed ${SHOWN[service]}.`,
  };
}

export const experimentResult = ({ attempts, ipv6 }: Experiment, end: Diagnosis['end']): CheckResult => ({
  state: attempts.length > 0 ? 'done' : 'not-done',
  text: `${attempts.length} attempts${ipv6.length === 0 ? '' : ` and ${ipv6.length} over IPv6`}, ${end === 'complete' ? 'by plan' : end}.`,
});

export const pathsResult = (paths: Paths | null): CheckResult =>
  paths === null
    ? { state: 'not-done', text: 'No trace: no program for it here, or stopped.' }
    : { state: 'done', text: pathsSentence(paths) };

export function pathMtuResult(pathMtu: PathMtu | null): CheckResult {
  const text = pathMtu === null ? null : pathMtuSentence(pathMtu);
  if (text === null) return { state: 'not-done', text: 'Not measured: nothing here can, or stopped.' };
  const isTrouble = pathMtuFindings(pathMtu).some(({ severity }) => severity !== 'fact');
  return { state: isTrouble ? 'trouble' : 'done', text };
}

export const idleResult = (idle: IdleSession | null): CheckResult =>
  idle === null
    ? STOPPED
    : {
        state: wasForgotten(idle) ? 'trouble' : idle.end === 'not-opened' ? 'not-done' : 'done',
        text: idleSentence(idle),
      };

export const checkOf = (id: CheckId, { state, text }: CheckResult): Diagnosis['checks'][number] => ({
  ...{ id, state, text },
});
