import type { Case } from '../../contract/case.ts';

/** There is something of the live diagnosis in a case: a result, or a trace made elsewhere. */
export const isMeasured = ({ diagnosis }: Case): boolean =>
  diagnosis.measuredAt !== null || diagnosis.addedTraces > 0;
