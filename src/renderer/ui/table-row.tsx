import { IconAlertCircle, IconX } from '@tabler/icons-react';
import { clsx } from 'clsx';
import type { CSSProperties, ReactNode, Ref } from 'react';
import { settleChanged, useIsChanged } from './changed-rows.ts';
import { clearRowProblem, useRowProblem } from './row-problems.ts';
import classes from './virtual-table.module.css';

/** Where a row of a virtual table stands; handed on to the row's element as it is. */
export interface RowPlace {
  ref: Ref<HTMLDivElement>;
  style: CSSProperties;
  'data-index': number;
  'aria-rowindex': number;
}

interface TableRowProps {
  /** By which its highlight and the reason of a failed action are found. */
  id: string;
  place: RowPlace;
  /** Something is being done to it. */
  busy?: boolean;
  className?: string | undefined;
  children: ReactNode;
}

/** A row: its cells, and below them the reason when the last action on it failed. */
export function TableRow({ id, place, busy = false, className, children }: TableRowProps) {
  const changed = useIsChanged(id);
  const problem = useRowProblem(id);
  return (
    <div
      {...place}
      role="row"
      aria-busy={busy || undefined}
      data-changed={changed || undefined}
      className={clsx(classes.row, classes.dataRow, className)}
      onAnimationEnd={() => settleChanged(id)}
    >
      {children}
      {problem !== undefined && (
        <div role="cell" className={classes.problem}>
          <IconAlertCircle size={16} aria-hidden />
          <span role="alert">{problem}</span>
          <button
            type="button"
            aria-label="Dismiss"
            className={classes.dismiss}
            onClick={() => clearRowProblem(id)}
          >
            <IconX size={14} aria-hidden />
          </button>
        </div>
      )}
    </div>
  );
}

interface CellProps {
  className?: string | undefined;
  /** Shown on hover, where the cell may be too narrow for its text. */
  title?: string | undefined;
  children?: ReactNode;
}

export function Cell({ className, title, children }: CellProps) {
  return (
    <div role="cell" className={clsx(classes.cell, className)} title={title}>
      {children}
    </div>
  );
}

/** A row that has not come from the server yet. */
export function SkeletonRow({ place, columns }: { place: RowPlace; columns: number }) {
  return (
    <div {...place} role="row" aria-busy className={clsx(classes.row, classes.dataRow)}>
      {Array.from({ length: columns }, (_, index) => (
        <div key={index} role="cell" className={classes.cell}>
          <span className={classes.skeleton} />
        </div>
      ))}
    </div>
  );
}

/** A row that begins another part of the list, and says which. */
export function DividerRow({ place, children }: { place: RowPlace; children: ReactNode }) {
  return (
    <div {...place} role="row" className={clsx(classes.row, classes.dataRow, classes.divider)}>
      <div role="cell" className={classes.whole}>
        {children}
      </div>
    </div>
  );
}
