import type { Analysis } from '../../contract/analysis.ts';
import type { Diagnosis } from '../../contract/diagnosis.ts';
import type { Letter, LetterChoice } from '../../contract/letter.ts';
import type { Paths } from '../../contract/paths.ts';
import type { Playbook } from '../../contract/playbook.ts';
import { parseRange, rangeContains } from '../../core/capture/address.ts';
import { buildLetter } from '../../core/letter/build-letter.ts';
import { whoFirst } from '../../core/letter/letter-facts.ts';
import type { Ports } from '../ports.ts';
import type { ProductFacts } from './product-facts.ts';
import { redactorFor } from './report-files.ts';

export interface LetterRequest extends LetterChoice {
  readonly analysis: Analysis | null;
  readonly diagnosis: Diagnosis | null;
  readonly paths: Paths | null;
}

/**
 * The letter with what is private replaced, in the measurements only: what the user typed for the reader stays. The own
 * network team gets its own private addresses: to them they name the very device.
 */
export function writeLetter(
  request: LetterRequest,
  facts: ProductFacts,
  ports: Pick<Ports, 'names'>,
): Letter {
  const masksOn = request.masks && request.to !== 'network';
  const redactor = redactorFor(ports, request.analysis, masksOn);
  return buildLetter({
    ...request,
    analysis: redactor.document(request.analysis),
    diagnosis: redactor.document(request.diagnosis),
    paths: redactor.document(request.paths),
    first: whoFirst(request.paths),
    vendors: facts.vendors,
    service: `bitbucket.org (${serviceRange(request, facts.playbook)})`,
    masksOn,
  });
}

/** The published range that what was measured lies in; the address itself where none does. */
function serviceRange({ analysis, paths }: LetterRequest, { anycast }: Playbook): string {
  const measured =
    analysis?.sessions.find(({ arm }) => arm === 'anycast')?.server.address ?? paths?.target.address ?? null;
  const one = measured === null ? null : parseRange(measured);
  const published = anycast.ranges.find((text) => {
    const range = parseRange(text);
    return one === null || (range !== null && rangeContains(range, one.family, one.words));
  });
  return published ?? measured ?? '';
}
