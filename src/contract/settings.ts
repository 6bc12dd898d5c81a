import { z } from 'zod';

/** How the window looks; kept between starts. Masks are on by default and never stored as off. */
export const settingsSchema = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  /** Text size in percent of 16 px. */
  textScale: z.union([z.literal(100), z.literal(125), z.literal(150), z.literal(200)]),
  /** Large calm type for an audience behind compressed video. */
  screenShare: z.boolean(),
});

export type Settings = z.infer<typeof settingsSchema>;

export const DEFAULT_SETTINGS: Settings = { theme: 'system', textScale: 100, screenShare: false };
