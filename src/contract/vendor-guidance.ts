import { z } from 'zod';

/** `resources/playbooks/vendors.json`: where each make keeps the setting, as data with source and date. */
export const vendorGuidanceSchema = z.object({
  schema: z.literal('vendor-guidance/1'),
  vendors: z
    .array(
      z.object({
        id: z.string().regex(/^[a-z0-9-]+$/),
        name: z.string(),
        /** Regular expressions (flag i) on what the user says of the device; the first make that matches is taken. */
        matches: z.array(z.string()).min(1),
        source: z.string(),
        asOf: z.iso.date(),
        /** What spreads packet by packet there. */
        suspects: z.array(z.string()).min(1),
        /** Lines to type; the same in every language. */
        commands: z.array(z.string()),
        /** What the words mean there, or what looks guilty and is not. */
        caution: z.string().nullable(),
      }),
    )
    .min(1),
});
export type VendorGuidance = z.infer<typeof vendorGuidanceSchema>;
export type Vendor = VendorGuidance['vendors'][number];
