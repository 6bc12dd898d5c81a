import type { Playbook } from '../../contract/playbook.ts';
import type { Ports, ReportOrder } from '../ports.ts';
import type { CaseService } from './case-service.ts';
import { measuredOf } from './measured-paths.ts';

/** Everything a report on the open case is made of, as it is now. */
export async function reportOrder(
  cases: CaseService,
  playbook: Playbook,
  { names, product, system, now }: Ports,
  wish: Pick<ReportOrder['request'], 'current' | 'parts' | 'masks' | 'inForce'>,
  captures: ReportOrder['captures'],
): Promise<ReportOrder> {
  const analysis = await cases.analysis();
  const measured = measuredOf(await cases.measured(), playbook);
  return {
    request: { ...wish, analysis, ...measured },
    facts: { names, product, system, at: now() },
    captures,
  };
}
