import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './sort-button.module.css';

interface SortButtonProps {
  children: ReactNode;
  /** How the list is sorted by this column; undefined when by another one. */
  sorted: 'ascending' | 'descending' | undefined;
  onSort: () => void;
}

/** The header of a column that the list can be sorted by. */
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
