import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Playbook, playbookSchema } from '../../contract/playbook.ts';
import { type VendorGuidance, vendorGuidanceSchema } from '../../contract/vendor-guidance.ts';
import { type VerdictWeights, verdictWeightsSchema } from '../../contract/verdict-weights.ts';

export interface ProductFacts {
  readonly playbook: Playbook;
  readonly weights: VerdictWeights;
  readonly vendors: VendorGuidance;
}

/** Reads the product's data files. They ship with the program, so one that does not fit its schema is a bug and throws. */
export function loadProductFacts(resourcesFolder: string): ProductFacts {
  const read = (name: string): unknown => JSON.parse(readFileSync(join(resourcesFolder, name), 'utf8'));
  return {
    playbook: playbookSchema.parse(read('playbooks/bitbucket.json')),
    vendors: vendorGuidanceSchema.parse(read('playbooks/vendors.json')),
    weights: verdictWeightsSchema.parse(read('verdict-weights.json')),
  };
}
