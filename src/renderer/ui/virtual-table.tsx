import { defaultRangeExtractor, useVirtualizer, type Range, type Virtualizer } from '@tanstack/react-virtual';
import { clsx } from 'clsx';
import { useEffect, useLayoutEffect, useRef, useState, type ReactNode, type RefObject } from 'react';
import { useScrollPane } from './scroll-pane.tsx';
import type { RowPlace } from './table-row.tsx';
import classes from './virtual-table.module.css';

const rowHeight = 40;
const rowsBeyondView = 4;

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
  /** With `passing`, what can be read of it is enough: it rushes past, and is drawn whole where the list comes to rest. */
  row: (index: number, place: RowPlace, passing: boolean) => ReactNode;
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
  const [rushWatch] = useState(createRushWatch);

  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => pane,
    estimateSize: () => rowHeight,
    overscan: rowsBeyondView,
    scrollMargin: margin,
    rangeExtractor: (range) => withRow(range, focusedRow(body.current)?.index),
    // Drawn before the frame is shown: a moment later what has been scrolled to would be blank.
    useFlushSync: true,
  });
  const items = virtualizer.getVirtualItems();
  const rush = rushWatch.isRush(virtualizer);
  // The one that has the focus keeps what has it.
  const focused = rush ? focusedRow(body.current)?.index : undefined;

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

  useKeptFocus(body);

  useEffect(() => {
    rushWatch.drawn(virtualizer, rush);
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
        {items.map((item) => {
          const place = {
            // Anew at each drawing: the rows keep their elements when others come and go above them.
            ref: (element: HTMLDivElement | null) => virtualizer.measureElement(element),
            'data-index': item.index,
            'aria-rowindex': item.index + 2,
            style: { transform: `translateY(${item.start - margin}px)` },
          };
          return row(item.index, place, rush && item.index !== focused);
        })}
      </div>
    </div>
  );
}

type Scrolled = Pick<Virtualizer<HTMLElement, Element>, 'isScrolling' | 'scrollOffset' | 'scrollRect'>;

/**
 * Tells whether the rows rush past: since the last drawing all of them have left the view. They do until the list comes to rest,
 * or goes on at less than a quarter of a view from one drawing to the next.
 */
function createRushWatch() {
  let drawnAt = 0;
  let rushed = false;
  return {
    isRush: ({ isScrolling, scrollOffset, scrollRect }: Scrolled): boolean => {
      const step = Math.abs((scrollOffset ?? 0) - drawnAt);
      const view = scrollRect?.height ?? Infinity;
      return isScrolling && (step > view || (rushed && step > view / 4));
    },
    /** To be told after each drawing. */
    drawn: ({ scrollOffset }: Scrolled, rush: boolean): void => {
      drawnAt = scrollOffset ?? 0;
      rushed = rush;
    },
  };
}

/** The row that has the focus stays, however far one scrolls: else the focus would be lost with it. */
function withRow(range: Range, index: number | undefined): number[] {
  const inView = defaultRangeExtractor(range);
  if (index === undefined || index >= range.count || inView.includes(index)) return inView;
  return [...inView, index].toSorted((a, b) => a - b);
}

/** What has the focus within the rows, and in which of them. */
function focusedRow(body: HTMLElement | null): { element: Element; index: number } | null {
  const element = document.activeElement;
  const row = body?.contains(element) ? element?.closest('[data-index]') : undefined;
  return element && row ? { element, index: Number(row.getAttribute('data-index')) } : null;
}

/** When the row that has the focus goes, the one that takes its place has it: one goes on where one was. */
function useKeptFocus(body: RefObject<HTMLElement | null>): void {
  const last = useRef<{ element: Element; index: number }>(null);

  useEffect(() => {
    const remember = ({ target }: FocusEvent): void => {
      const focused = focusedRow(body.current);
      // A dialog of the row gives the focus back.
      const isDialog = target instanceof Element && target.closest('[role="dialog"]') !== null;
      if (focused || !isDialog) last.current = focused;
    };
    document.addEventListener('focusin', remember);
    return () => document.removeEventListener('focusin', remember);
  }, [body]);

  useLayoutEffect(() => {
    const { element, index } = last.current ?? {};
    if (element === undefined || index === undefined || element.isConnected) return;
    // Whoever has gone on elsewhere, or is in a dialog, stays there: what is typed next would be meant for that.
    if (document.activeElement !== document.body || document.querySelector('[aria-modal="true"]')) return;
    last.current = null;
    focusRow(body.current, index);
  });
}

/** Gives the focus to a row's first control, or to that of the row above where it was the last one. */
function focusRow(body: HTMLElement | null, index: number): void {
  for (const candidate of [index, index - 1]) {
    const row = body?.querySelector(`[data-index="${candidate}"]`);
    const control = row?.querySelector<HTMLElement>('button, select');
    if (control) {
      control.focus();
      return;
    }
  }
}

function distanceToTop(element: HTMLElement, pane: HTMLElement): number {
  return element.getBoundingClientRect().top - pane.getBoundingClientRect().top + pane.scrollTop;
}
