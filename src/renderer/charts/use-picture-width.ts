import { useLayout } from '../components/use-layout.ts';
import { useApp } from '../store/app-store.ts';

/** Width of a picture in its own pixels: drawn narrower where there is less room for text, so that its words stay large. */
export const usePictureWidth = (): number =>
  useLayout(useApp((state) => state.settings)) === 'stacked' ? 420 : 860;
