import { defaultRangeExtractor, useVirtualizer, type Range, type Virtualizer } from '@tanstack/react-virtual';
import { clsx } from 'clsx';
import { useEffect, useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import { useScrollPane } from '../layout/scroll-pane.tsx';
import { focusedRow, useRowFocus } from './row-focus.ts';
import type { RowPosition } from './table-row.tsx';
import classes from './virtual-table.module.css';

const rowHeight = 40;
const rowsBeyondView = 4;

export interface Column {
  key: string;
  header: ReactNode;
  /** How the rows are sorted by this column, for `aria-sort`. */
  sort?: 'ascending' | 'descending' | undefined;
  /** From the list's own style sheet: what a narrow window hides. */
  className?: string | undefined;
}

interface VirtualTableProps {
  /** The table's accessible name. */
  label: string;
  columns: readonly Column[];
  /** Sets `--columns`, the tracks of the grid. */
  className?: string | undefined;
  /** How many rows there are, including those that are not loaded yet. */
  count: number;
  /** Renders a row. During a fast scroll (`isFastScroll`) its text is enough; it is rendered again where the list stops. */
  renderRow: (index: number, position: RowPosition, isFastScroll: boolean) => ReactNode;
  /** Called after each render with the last row in view, so that further rows can be loaded. */
  onView?: (last: number) => void;
  /** The rows are for reading only: no pointer, key or screen reader reaches them. */
  isInert?: boolean;
}

/**
 * A table that renders only the rows in view of the scroll pane around it, with the roles of a complete table. It does not
 * know what its rows show.
 */
export function VirtualTable({
  label,
  columns,
  className,
  count,
  renderRow,
  onView,
  isInert,
}: VirtualTableProps) {
  const pane = useScrollPane();
  const body = useRef<HTMLDivElement>(null);
  const [margin, setMargin] = useState(0);
  const [fastScroll] = useState(createFastScrollDetector);

  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => pane,
    estimateSize: () => rowHeight,
    overscan: rowsBeyondView,
    scrollMargin: margin,
    rangeExtractor: (range) => withRow(range, focusedRow(body.current)?.index),
    // Rendered before the frame is painted: one frame later the rows scrolled to would be blank.
    useFlushSync: true,
  });
  const items = virtualizer.getVirtualItems();
  const isFastScroll = fastScroll.detect(virtualizer);
  // The row with the focus keeps its controls.
  const focusedIndex = isFastScroll ? focusedRow(body.current)?.index : undefined;

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

  useRowFocus(body);

  useEffect(() => {
    fastScroll.rendered(virtualizer, isFastScroll);
    const range = virtualizer.range;
    if (range) onView?.(range.endIndex);
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
      <div
        role="rowgroup"
        ref={body}
        className={classes.body}
        inert={isInert}
        style={{ height: virtualizer.getTotalSize() }}
      >
        {items.map((item) => {
          const position = {
            // A new function for each render: the rows keep their elements when others come and go above them.
            ref: (element: HTMLDivElement | null) => virtualizer.measureElement(element),
            'data-index': item.index,
            'aria-rowindex': item.index + 2,
            style: { transform: `translateY(${item.start - margin}px)` },
          };
          return renderRow(item.index, position, isFastScroll && item.index !== focusedIndex);
        })}
      </div>
    </div>
  );
}

type ScrollState = Pick<Virtualizer<HTMLElement, Element>, 'isScrolling' | 'scrollOffset' | 'scrollRect'>;

/**
 * Detects a fast scroll: since the last render all rows have left the view. It lasts until the list stops, or moves by less
 * than a quarter of the view from one render to the next.
 */
function createFastScrollDetector() {
  let renderedOffset = 0;
  let wasFast = false;
  return {
    detect: ({ isScrolling, scrollOffset, scrollRect }: ScrollState): boolean => {
      const step = Math.abs((scrollOffset ?? 0) - renderedOffset);
      const viewHeight = scrollRect?.height ?? Infinity;
      return isScrolling && (step > viewHeight || (wasFast && step > viewHeight / 4));
    },
    /** Called after each render. */
    rendered: ({ scrollOffset }: ScrollState, isFast: boolean): void => {
      renderedOffset = scrollOffset ?? 0;
      wasFast = isFast;
    },
  };
}

/** The row with the focus stays in the document however far the list is scrolled; otherwise the focus would be lost. */
function withRow(range: Range, index: number | undefined): number[] {
  const inView = defaultRangeExtractor(range);
  if (index === undefined || index >= range.count || inView.includes(index)) return inView;
  return [...inView, index].toSorted((a, b) => a - b);
}

function distanceToTop(element: HTMLElement, pane: HTMLElement): number {
  return element.getBoundingClientRect().top - pane.getBoundingClientRect().top + pane.scrollTop;
}
