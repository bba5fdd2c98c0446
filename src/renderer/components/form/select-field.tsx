import { clsx } from 'clsx';
import { IconChevronDown } from '@tabler/icons-react';
import type { ComponentProps } from 'react';
import classes from './select-field.module.css';

interface SelectFieldProps<Value extends string> extends Omit<
  ComponentProps<'select'>,
  'value' | 'onChange' | 'children'
> {
  /** The options, each with its label. */
  options: readonly (readonly [Value, string])[];
  value: Value;
  onChange: (value: Value) => void;
  /** `row`: without a border until it is hovered or focused, for lists that have many of them. */
  look?: 'field' | 'row';
}

/** A choice between a few options: the system's own list, which is fast and familiar. */
export function SelectField<Value extends string>(props: SelectFieldProps<Value>) {
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
        {options.map(([option, label]) => (
          <option key={option} value={option}>
            {label}
          </option>
        ))}
      </select>
      <IconChevronDown size={14} aria-hidden className={classes.chevron} />
    </span>
  );
}
