import classes from './part-bar.module.css';

interface PartBarProps {
  /** The widths of the two parts, in percent of the whole. */
  first: number;
  second: number;
  /** More than the whole is used. */
  over: boolean;
  /** `row`: in a row of a list. */
  size?: 'card' | 'row';
}

/** A bar in two parts. What it shows has to stand beside it in words. */
export function PartBar({ first, second, over, size = 'card' }: PartBarProps) {
  return (
    <div aria-hidden className={classes.bar} data-over={over || undefined} data-size={size}>
      <span className={classes.first} style={{ width: `${first}%` }} />
      <span className={classes.second} style={{ width: `${second}%` }} />
    </div>
  );
}
