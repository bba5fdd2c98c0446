import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import classes from './sort-button.module.css';

interface SortButtonProps {
  children: string;
  /** How the list is sorted by this column; undefined when by another one. */
  sorted: 'ascending' | 'descending' | undefined;
  onSort: () => void;
}

/** The head of a column by which a list can be sorted. */
export function SortButton({ children, sorted, onSort }: SortButtonProps) {
  const Arrow = sorted === 'descending' ? IconArrowDown : IconArrowUp;
  return (
    <button
      type="button"
      className={classes.button}
      data-sorted={sorted !== undefined || undefined}
      onClick={onSort}
    >
      {children}
      <Arrow size={13} aria-hidden className={classes.arrow} />
    </button>
  );
}
