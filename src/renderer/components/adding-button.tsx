import type { ComponentProps } from 'react';
import { useApp } from '../store/app-store.ts';
import { ActionButton } from './action-button.tsx';

/** Whether the open case came from another machine: nothing is added to it, as the notice on every step says. */
export const useOnlyRead = (): boolean => useApp((state) => state.current?.origin.kind === 'imported');

/** The button of something that adds to the case: not to be pressed in one that is only read. */
export const AddingButton = ({ isDisabled = false, ...props }: ComponentProps<typeof ActionButton>) => {
  const isOnlyRead = useOnlyRead();
  return <ActionButton {...props} isDisabled={isDisabled || isOnlyRead} />;
};
