import { IconAlertCircle, IconX } from '@tabler/icons-react';
import { clsx } from 'clsx';
import type { CSSProperties, ReactNode, Ref } from 'react';
import { clearHighlight, useIsHighlighted } from './highlighted-rows.ts';
import { RowNameContext } from './row-name.ts';
import { clearRowProblem, useRowProblem } from './row-problems.ts';
import classes from './virtual-table.module.css';

/** Where a virtual table puts a row; passed on to the row's element. */
export interface RowPosition {
  ref: Ref<HTMLDivElement>;
  style: CSSProperties;
  'data-index': number;
  'aria-rowindex': number;
}

interface TableRowProps {
  /** Finds the row's highlight and the problem of its last action. */
  id: string;
  /** What the row shows, for the description of its buttons. */
  name?: string | undefined;
  position: RowPosition;
  /** An action on the row is running. */
  busy?: boolean;
  className?: string | undefined;
  children: ReactNode;
}

/** A row: its cells, and below them why the last action on it failed. */
export function TableRow({ id, name, position, busy = false, className, children }: TableRowProps) {
  const isHighlighted = useIsHighlighted(id);
  const problem = useRowProblem(id);
  return (
    <div
      {...position}
      role="row"
      aria-busy={busy || undefined}
      data-highlighted={isHighlighted || undefined}
      className={clsx(classes.row, classes.dataRow, className)}
      onAnimationEnd={() => clearHighlight(id)}
    >
      <RowNameContext value={name}>{children}</RowNameContext>
      {problem !== undefined && (
        <div role="cell" className={classes.problem}>
          <IconAlertCircle size={16} aria-hidden />
          <span role="alert">{problem}</span>
          <button
            type="button"
            aria-label="Dismiss"
            // ARIA 1.3 has a description for every role.
            // oxlint-disable-next-line jsx-a11y/role-supports-aria-props
            aria-description={name}
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
  /** Shown on hover: the whole text of a cell that may be too narrow for it. */
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

/** A row that is not loaded yet. */
export function SkeletonRow({ position, columns }: { position: RowPosition; columns: number }) {
  return (
    <div {...position} role="row" aria-busy data-passive className={clsx(classes.row, classes.dataRow)}>
      {Array.from({ length: columns }, (_, index) => (
        <div key={index} role="cell" className={classes.cell}>
          <span className={classes.skeleton} />
        </div>
      ))}
    </div>
  );
}

/** A row that starts another part of the list, with its heading. */
export function HeadingRow({ position, children }: { position: RowPosition; children: ReactNode }) {
  return (
    <div
      {...position}
      role="row"
      data-passive
      className={clsx(classes.row, classes.dataRow, classes.heading)}
    >
      <div role="cell" className={classes.whole}>
        {children}
      </div>
    </div>
  );
}
