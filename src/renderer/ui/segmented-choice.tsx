import { useId, type ReactNode } from 'react';
import classes from './segmented-choice.module.css';

interface SegmentedChoiceProps<Value extends string> {
  /** What is chosen: "Theme". */
  label: string;
  options: readonly (readonly [value: Value, words: ReactNode])[];
  value: Value;
  onChange: (value: Value) => void;
}

/** A choice between a few that are all in view. */
export function SegmentedChoice<Value extends string>(props: SegmentedChoiceProps<Value>) {
  const { label, options, value, onChange } = props;
  const name = useId();
  return (
    <div role="radiogroup" aria-label={label} className={classes.choice}>
      {options.map(([option, words]) => (
        <label key={option} className={classes.option}>
          <input type="radio" name={name} checked={value === option} onChange={() => onChange(option)} />
          <span>{words}</span>
        </label>
      ))}
    </div>
  );
}
