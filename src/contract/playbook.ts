import { z } from 'zod';

/** `resources/playbooks/*.json`: every fact about the service, as data with source and date. */
const factSchema = z.object({ source: z.string(), asOf: z.iso.date() });

export const symptomSignatureSchema = z.object({
  id: z.string().regex(/^[a-z0-9-]+$/),
  /** Number of the published example this is, or null for a present-day variant. */
  example: z.number().int().min(1).max(5).nullable(),
  title: z.string(),
  /** Regular expressions (flag i), all of which must be found; fixed parts only, so that translated messages match too. */
  patterns: z.array(z.string()).min(1),
  /** Any of these found as well makes the match certain. */
  supporting: z.array(z.string()),
  proves: z.string(),
  doesNotProve: z.string(),
});

export const playbookSchema = z.object({
  schema: z.literal('playbook/1'),
  service: z.string(),
  names: factSchema.extend({ hosts: z.array(z.string()) }),
  anycast: factSchema.extend({ ranges: z.array(z.string()) }),
  control: factSchema.extend({ addresses: z.array(z.string()) }),
  /**
   * The only names the product ever gives another address. `usual` are those it takes unless told: altssh speaks SSH
   * on port 443, where a legacy address may answer with HTTPS.
   */
  override: factSchema.extend({ hosts: z.array(z.string()).min(1), usual: z.array(z.string()).min(1) }),
  /** Fingerprints as OpenSSH prints them. */
  hostKeys: factSchema.extend({ fingerprints: z.array(z.string().regex(/^SHA256:[A-Za-z0-9+/]{43}$/)) }),
  captureCommand: factSchema.extend({ argv: z.array(z.string()) }),
  symptoms: factSchema.extend({ signatures: z.array(symptomSignatureSchema) }),
});

export type Playbook = z.infer<typeof playbookSchema>;
export type SymptomSignature = z.infer<typeof symptomSignatureSchema>;
