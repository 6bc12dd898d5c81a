import { useEffect } from 'react';
import type { Settings } from '../../contract/settings.ts';

/** Under this width, in CSS pixels at 100 % text, the rail keeps only numbers; under the other, everything is one column. */
const NARROW = 1100;
const STACKED = 620;
const SCREEN_SHARE_SCALE = 1.25;

/** Puts the look settings onto the document; layout follows the room there is for text, not the window alone. */
export function useLook(settings: Settings): void {
  useEffect(() => {
    const root = document.documentElement;
    const scale = (settings.textScale / 100) * (settings.screenShare ? SCREEN_SHARE_SCALE : 1);
    root.style.fontSize = `${16 * scale}px`;
    root.dataset.theme = settings.theme;
    root.dataset.screenShare = String(settings.screenShare);
    const measure = () => {
      const room = window.innerWidth / scale;
      root.dataset.layout = room < STACKED ? 'stacked' : room < NARROW ? 'narrow' : 'wide';
    };
    measure();
    window.addEventListener('resize', measure);
    return () => window.removeEventListener('resize', measure);
  }, [settings]);
}
