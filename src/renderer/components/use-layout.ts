import { useEffect, useState } from 'react';
import type { Settings } from '../../contract/settings.ts';

/** How much room there is for text: beside the rail, beside its numbers, or in one column. */
export type Layout = 'wide' | 'narrow' | 'stacked';

/** Widths in CSS pixels at 100 % text under which the layout changes. */
const NARROW = 1100;
const STACKED = 620;
const SCREEN_SHARE_SCALE = 1.25;

export const textScaleOf = (settings: Settings): number =>
  (settings.textScale / 100) * (settings.screenShare ? SCREEN_SHARE_SCALE : 1);

/** The layout follows the room there is for text, not the window alone: large text in a wide window is narrow. */
export function useLayout(settings: Settings): Layout {
  const scale = textScaleOf(settings);
  const [width, setWidth] = useState(window.innerWidth);
  useEffect(() => {
    const measure = () => setWidth(window.innerWidth);
    window.addEventListener('resize', measure);
    return () => window.removeEventListener('resize', measure);
  }, []);
  const room = width / scale;
  return room < STACKED ? 'stacked' : room < NARROW ? 'narrow' : 'wide';
}
