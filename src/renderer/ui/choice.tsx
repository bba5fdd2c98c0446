import { clsx } from 'clsx';
import { IconChevronDown } from '@tabler/icons-react';
import type { ComponentProps } from 'react';
import classes from './choice.module.css';

interface ChoiceProps<Value extends string> extends Omit<
  ComponentProps<'select'>,
  'value' | 'onChange' | 'children'
> {
  /** What can be chosen, with the words for it. */
  options: readonly (readonly [Value, string])[];
  value: Value;
  onChange: (value: Value) => void;
  /** `row`: without a border until one points at it, for there are many. */
  look?: 'field' | 'row';
}

/** A choice between a few: the system's own list, which is quick and known to everybody. */
export function Choice<Value extends string>(props: ChoiceProps<Value>) {
  const { options, value, onChange, look = 'field', className, ...rest } = props;
  return (
    <span className={clsx(classes.choice, className)} data-look={look}>
      <select
        {...rest}
        className={classes.select}
        value={value}
        onChange={(event) => {
          const chosen = options.find(([option]) => option === event.currentTarget.value);
          if (chosen) onChange(chosen[0]);
        }}
      >
        {options.map(([option, words]) => (
          <option key={option} value={option}>
            {words}
          </option>
        ))}
      </select>
      <IconChevronDown size={14} aria-hidden className={classes.chevron} />
    </span>
  );
}
