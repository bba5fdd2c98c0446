import classes from './selection-box.module.css';

interface SelectionBoxProps {
  label: string;
  checked: boolean;
  /** The row's id; undefined for the box of all rows. */
  id?: string;
  /** Some of the rows are selected. */
  some?: boolean;
  /** @param range the Shift key was held: all rows from the one touched before */
  onChange: (checked: boolean, range: boolean) => void;
}

/** The box that selects a row, or all rows. */
export function SelectionBox({ label, checked, id, some = false, onChange }: SelectionBoxProps) {
  return (
    <input
      type="checkbox"
      aria-label={label}
      className={classes.box}
      data-selects={id}
      checked={checked}
      ref={(box) => {
        if (box) box.indeterminate = some && !checked;
      }}
      onChange={({ currentTarget, nativeEvent }) =>
        onChange(currentTarget.checked, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)
      }
    />
  );
}
