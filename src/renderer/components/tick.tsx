import { Check } from 'lucide-react';
import { Checkbox } from 'react-aria-components';

interface TickProps {
  readonly children: string;
  readonly isSelected: boolean;
  readonly isDisabled?: boolean;
  /** The words are only for those who do not see the column's heading. */
  readonly hideLabel?: boolean;
  readonly onChange: (selected: boolean) => void;
}

export const Tick = ({
  children,
  isSelected,
  isDisabled = false,
  hideLabel = false,
  onChange,
}: TickProps) => (
  <Checkbox className="tick" isSelected={isSelected} isDisabled={isDisabled} onChange={onChange}>
    <span className="tick-box">
      <Check aria-hidden strokeWidth={3} />
    </span>
    <span className={hideLabel ? 'visually-hidden' : ''}>{children}</span>
  </Checkbox>
);
