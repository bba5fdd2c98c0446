import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { formatNumber } from '../../lib/format/pluralize.ts';
import classes from './bulk-bar.module.css';
import type { Selection } from './selection.ts';

interface SelectionBarProps {
  selection: Pick<Selection<unknown>, 'items' | 'clear'>;
  /** The actions on the selected rows. */
  children: ReactNode;
}

/**
 * The actions on the selected rows, over the head of the table and beside its check box, so that nothing moves when a row is
 * selected. Nothing while no row is selected. It stands directly before the table.
 */
export function SelectionBar({ selection, children }: SelectionBarProps) {
  if (selection.items.length === 0) return null;
  return (
    <div className={classes.overHead}>
      <div role="group" aria-label="Selection" className={classes.selection}>
        <span className={classes.count}>{formatNumber(selection.items.length)} selected</span>
        {children}
        <Button variant="subtle" color="gray" onClick={selection.clear}>
          Clear selection
        </Button>
      </div>
    </div>
  );
}
