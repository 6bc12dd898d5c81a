/** A recording to be interrupted: started by safety.check.ts as a process of its own. */
import { recordScenario } from '../recording/record-scenario.ts';

await recordScenario('firewall-reject', process.argv[2] ?? '/nonexistent');
