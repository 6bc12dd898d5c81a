import { Label, Radio, RadioGroup } from 'react-aria-components';

interface SegmentsProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly text: string }[];
  readonly onChange: (value: T) => void;
  readonly hideLabel?: boolean;
}

/** One choice out of a few, all visible. */
export const Segments = <T extends string>({
  label,
  value,
  options,
  onChange,
  hideLabel = false,
}: SegmentsProps<T>) => (
  <RadioGroup
    className="field"
    value={value}
    onChange={(next) => onChange(next as T)}
    orientation="horizontal"
  >
    <Label className={hideLabel ? 'visually-hidden' : 'legend'}>{label}</Label>
    <div className="segments">
      {options.map((option) => (
        <Radio key={option.value} value={option.value} className="segment">
          {option.text}
        </Radio>
      ))}
    </div>
  </RadioGroup>
);
