import { ChevronDown } from 'lucide-react';
import { useId } from 'react';

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly text: string }[];
  readonly onChange: (value: T) => void;
}

/** One out of many, in the system's own list. */
export const Choice = <T extends string>({ label, value, options, onChange }: ChoiceProps<T>) => {
  const id = useId();
  return (
    <div className="field choice-field">
      <label htmlFor={id}>{label}</label>
      <span className="choice-box">
        <select id={id} value={value} onChange={(event) => onChange(event.target.value as T)}>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.text}
            </option>
          ))}
        </select>
        <ChevronDown aria-hidden />
      </span>
    </div>
  );
};
