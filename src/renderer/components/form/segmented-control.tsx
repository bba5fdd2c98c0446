import { useId, type ReactNode } from 'react';
import classes from './segmented-control.module.css';

interface SegmentedControlProps<Value extends string> {
  /** What is chosen: "Theme". */
  label: string;
  options: readonly (readonly [value: Value, text: ReactNode])[];
  value: Value;
  onChange: (value: Value) => void;
}

/** A choice between a few options that are all visible. */
export function SegmentedControl<Value extends string>(props: SegmentedControlProps<Value>) {
  const { label, options, value, onChange } = props;
  const name = useId();
  return (
    <div role="radiogroup" aria-label={label} className={classes.choice}>
      {options.map(([option, text]) => (
        <label key={option} className={classes.option}>
          <input type="radio" name={name} checked={value === option} onChange={() => onChange(option)} />
          <span>{text}</span>
        </label>
      ))}
    </div>
  );
}
