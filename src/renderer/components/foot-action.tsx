import type { ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { useApp } from '../store/app-store.ts';

/** Puts a step's own main action into the bar at the bottom, where the main action always is. */
export const FootAction = ({ children }: { readonly children: ReactNode }) => {
  const slot = useApp((state) => state.footSlot);
  return slot === null ? null : createPortal(children, slot);
};
