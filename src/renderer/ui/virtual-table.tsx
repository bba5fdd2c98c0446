import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual';
import { clsx } from 'clsx';
import { useEffect, useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import { useScrollPane } from './scroll-pane.tsx';
import type { RowPlace } from './table-row.tsx';
import classes from './virtual-table.module.css';

const rowHeight = 40;
const rowsBeyondView = 8;

export interface Column {
  /** Also the class, within the list's own style sheet, of what is hidden in a narrow window. */
  key: string;
  header: ReactNode;
  sort?: 'ascending' | 'descending' | undefined;
  className?: string | undefined;
}

interface VirtualTableProps {
  /** The table's name for a screen reader. */
  label: string;
  columns: Column[];
  /** Gives `--columns`, the tracks of the grid. */
  className?: string | undefined;
  /** How many rows there are, those not loaded yet among them. */
  count: number;
  row: (index: number, place: RowPlace) => ReactNode;
  /** Told which rows are in view, after each drawing: where more of them are loaded. */
  onView: (first: number, last: number) => void;
}

/**
 * A table that draws only the rows in view of the scroll pane around it, with the roles of a whole one.
 * It has no idea of what is in its rows.
 */
export function VirtualTable({ label, columns, className, count, row, onView }: VirtualTableProps) {
  const pane = useScrollPane();
  const body = useRef<HTMLDivElement>(null);
  const [margin, setMargin] = useState(0);

  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => pane,
    estimateSize: () => rowHeight,
    overscan: rowsBeyondView,
    scrollMargin: margin,
    rangeExtractor: (range) => withRow(range, focusedIndex(body.current)),
    // Text above may change its height while a row is measured; React draws both in one go.
    useFlushSync: false,
  });
  const items = virtualizer.getVirtualItems();

  useLayoutEffect(() => {
    const content = pane?.firstElementChild;
    if (!pane || !content) return undefined;
    const measure = (): void => {
      if (body.current) setMargin(Math.round(distanceToTop(body.current, pane)));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(content);
    return () => observer.disconnect();
  }, [pane]);

  useEffect(() => {
    const range = virtualizer.range;
    if (range) onView(range.startIndex, range.endIndex);
  });

  return (
    <div role="table" aria-label={label} aria-rowcount={count + 1} className={clsx(classes.table, className)}>
      <div role="rowgroup" className={classes.head}>
        <div role="row" aria-rowindex={1} className={classes.row}>
          {columns.map((column) => (
            <div
              key={column.key}
              role="columnheader"
              aria-sort={column.sort}
              className={clsx(classes.columnHeader, column.className)}
            >
              {column.header}
            </div>
          ))}
        </div>
      </div>
      <div role="rowgroup" ref={body} className={classes.body} style={{ height: virtualizer.getTotalSize() }}>
        {items.map((item) =>
          row(item.index, {
            // Anew at each drawing: the rows keep their elements when others come and go above them.
            ref: (element) => virtualizer.measureElement(element),
            'data-index': item.index,
            'aria-rowindex': item.index + 2,
            style: { transform: `translateY(${item.start - margin}px)` },
          }),
        )}
      </div>
    </div>
  );
}

/** The row that has the focus stays, however far one scrolls: else the focus would be lost with it. */
function withRow(range: Range, index: number | null): number[] {
  const inView = defaultRangeExtractor(range);
  if (index === null || index >= range.count || inView.includes(index)) return inView;
  return [...inView, index].toSorted((a, b) => a - b);
}

function focusedIndex(body: HTMLElement | null): number | null {
  const focused = document.activeElement;
  const row = body?.contains(focused) ? focused?.closest('[data-index]') : null;
  return row ? Number(row.getAttribute('data-index')) : null;
}

function distanceToTop(element: HTMLElement, pane: HTMLElement): number {
  return element.getBoundingClientRect().top - pane.getBoundingClientRect().top + pane.scrollTop;
}
