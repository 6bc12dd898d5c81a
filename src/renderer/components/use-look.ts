import { useLayoutEffect } from 'react';
import type { Settings } from '../../contract/settings.ts';
import { textScaleOf, useLayout } from './use-layout.ts';

/** Puts the look settings onto the document. */
export function useLook(settings: Settings): void {
  const layout = useLayout(settings);
  useLayoutEffect(() => {
    const root = document.documentElement;
    root.style.fontSize = `${16 * textScaleOf(settings)}px`;
    root.dataset.theme = settings.theme;
    root.dataset.screenShare = String(settings.screenShare);
    root.dataset.layout = layout;
  }, [settings, layout]);
}
