import classes from './selection-box.module.css';

interface SelectionBoxProps {
  label: string;
  checked: boolean;
  /** The row's id; none for the box that stands for all. */
  id?: string;
  /** Some of what it stands for. */
  some?: boolean;
  /** @param range the Shift key was held: all from the row before */
  onChange: (checked: boolean, range: boolean) => void;
}

/** The box that selects a row, or all of them. */
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
