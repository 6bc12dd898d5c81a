import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';

interface ActionButtonProps {
  readonly children: ReactNode;
  readonly onPress: () => void;
  readonly kind?: 'primary' | 'plain' | 'normal';
  readonly isDisabled?: boolean;
  readonly label?: string;
  /** What it began is under way: pressed again it does nothing, and it keeps the focus. */
  readonly isPending?: boolean;
  /** Takes the focus when it appears: the safe answer of a question. */
  readonly autoFocus?: boolean;
}

/** A verb with its object. `label` replaces the visible words for screen readers where those are too short. */
export const ActionButton = ({
  children,
  onPress,
  kind = 'normal',
  isDisabled = false,
  label,
  isPending = false,
  autoFocus = false,
}: ActionButtonProps) => (
  <Button
    className={`button ${kind}`}
    onPress={onPress}
    isDisabled={isDisabled}
    isPending={isPending}
    autoFocus={autoFocus}
    {...(label === undefined ? {} : { 'aria-label': label })}
  >
    {children}
  </Button>
);
