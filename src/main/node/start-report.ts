import { join } from 'node:path';
import { fail } from '../../contract/problem.ts';
import type { ReportProgress } from '../../contract/report.ts';
import type { ReportOrder, StartReport } from '../ports.ts';
import type { MadeFile } from '../services/report-files.ts';
import { createThreadRunner, type ThreadProblems } from './run-on-thread.ts';

const PROBLEMS: ThreadProblems = {
  tooLarge: fail(
    'too-large',
    'This report is larger than fits into memory.',
    'Leave out the sessions or the packets; the case itself is kept.',
  ),
  bug: fail(
    'bug',
    'Making the report went wrong inside the program.',
    'Please report it; your case is kept as it is.',
  ),
  cancelled: fail('cancelled', 'The report was not made to its end.', 'Nothing was saved; make it again.'),
};

/** Makes reports on a worker thread. `workerFile` is the bundled worker beside the main program. */
export function createStartReport(workerFile: string, resourcesFolder: string): StartReport {
  const threads = createThreadRunner<ReportOrder, ReportProgress, MadeFile[]>(
    workerFile,
    { resourcesFolder },
    { problems: PROBLEMS },
  );
  return (order, onProgress) => threads.run(order, onProgress);
}

export const reportWorkerBeside = (programFolder: string): string => join(programFolder, 'report-worker.cjs');
