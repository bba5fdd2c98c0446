import { Fragment, type KeyboardEvent, type ReactNode } from 'react';
import { formatNumber } from '../../lib/format/pluralize.ts';
import { FailedLoad } from '../feedback/failed-load.tsx';
import { ListToolbar } from './list-toolbar.tsx';
import { focusMove, rowMoveOf } from './row-navigation.ts';
import { SearchState } from './search-state.tsx';
import { SelectionBox } from './selection-box.tsx';
import type { Selection } from './selection.ts';
import { SortButton } from './sort-button.tsx';
import { HeadingRow, SkeletonRow, type RowPosition } from './table-row.tsx';
import { VirtualTable, type Column } from './virtual-table.tsx';
import classes from './virtual-table.module.css';

const defaultSkeletonRows = 8;

interface BaseColumn {
  header: ReactNode;
  /** Only screen readers get the header. */
  isHeaderHidden?: boolean;
  className?: string | undefined;
}

/** A column; its key is a sort key as well where it has the direction in which the server sorts by it. */
export type TableColumn<SortKey extends string = never> =
  | (BaseColumn & { key: string; direction?: undefined })
  | (BaseColumn & { key: SortKey; direction: 'ascending' | 'descending' });

interface LoadFailure {
  message: string;
  retry: () => void;
}

/** The rows of a list that is loaded page by page, as `usePagedList` returns them. */
export interface TableList<Item> {
  rows: readonly Item[];
  /** How many rows there are, and how many of them the table lists. */
  count: number;
  listed: number;
  isPending: boolean;
  /** The rows are those of an earlier search: they are shown, but nothing can be done with them. */
  isSearching: boolean;
  loadThrough: (index: number) => void;
  firstPageFailure: LoadFailure | undefined;
  nextPageFailure: LoadFailure | undefined;
}

interface PagedTableProps<Item, SortKey extends string> {
  /** The table's accessible name. */
  label: string;
  /** Sets `--columns`, the tracks of the grid; with a selection the first one is that of its boxes. */
  className?: string | undefined;
  columns: readonly TableColumn<SortKey>[];
  /** What the rows are sorted by, and how to sort by another column. */
  sort?: readonly [SortKey, (sortKey: SortKey) => void];
  list: TableList<Item>;
  /** A second list below the first one, under a heading. */
  below?: { list: TableList<Item>; heading: ReactNode };
  renderRow: (item: Item, position: RowPosition, isFastScroll: boolean) => ReactNode;
  selection?: Selection<Item>;
  /** Search, filters and actions; they stay in view while the list scrolls. */
  toolbar: ReactNode;
  /** Shown between the toolbar and the table. */
  children?: ReactNode;
  /** Shown in place of an empty list. */
  empty: ReactNode;
  /** The title of the error when the list cannot be loaded: "Members couldn’t be loaded." */
  failedTitle: string;
  /** The same when only further rows cannot be loaded. */
  nextFailedTitle: string;
  skeletonRows?: number;
}

/** The table of every list: toolbar, sorting, selection, keyboard, and the states loading, empty and failed. */
export function PagedTable<Item extends { id: string }, SortKey extends string>(
  props: PagedTableProps<Item, SortKey>,
) {
  const { label, className, list, below, selection, toolbar, children, empty } = props;
  const { failedTitle, nextFailedTitle, skeletonRows = defaultSkeletonRows } = props;
  const columns = columnsOf(props);
  const belowCount = below?.list.listed ?? 0;
  const total = belowCount === 0 ? list.listed : list.listed + 1 + belowCount;
  const isPending = list.isPending || (below?.list.isPending ?? false);
  const isSearching = list.isSearching || (below?.list.isSearching ?? false);
  const failures = [list.firstPageFailure, below?.list.firstPageFailure].filter((one) => one !== undefined);
  const nextFailure = list.nextPageFailure ?? below?.list.nextPageFailure;

  function renderRow(index: number, position: RowPosition, isFastScroll: boolean): ReactNode {
    if (below && !isPending && index === list.listed) {
      return (
        <HeadingRow key="heading" position={position}>
          {below.heading}
        </HeadingRow>
      );
    }
    const item = index < list.listed ? list.rows[index] : below?.list.rows[index - list.listed - 1];
    return item && !isPending ? (
      <Fragment key={item.id}>{props.renderRow(item, position, isFastScroll)}</Fragment>
    ) : (
      <SkeletonRow key={`loading-${index}`} position={position} columns={columns.length} />
    );
  }

  function loadThrough(last: number): void {
    list.loadThrough(Math.min(last, list.listed));
    if (last > list.listed) below?.list.loadThrough(last - list.listed - 1);
  }

  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    const move = rowMoveOf(event);
    if (!move) return;
    if (selection ? !selection.followFocus(move, event.shiftKey) : event.shiftKey) return;
    event.preventDefault();
    focusMove(move);
  }

  return (
    <>
      {/* The arrow keys are one more way to the rows, whose controls are in the tab order as well. */}
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions */}
      <div onKeyDown={onKeyDown}>
        <ListToolbar>{toolbar}</ListToolbar>
        {children}
        <SearchState isSearching={isSearching} />
        {failures[0] ? (
          <FailedLoad
            what={failedTitle}
            why={failures[0].message}
            onRetry={() => failures.forEach(({ retry }) => retry())}
          />
        ) : !isPending && total === 0 ? (
          empty
        ) : (
          <VirtualTable
            label={label}
            columns={columns}
            className={className}
            count={isPending ? skeletonRows : total}
            renderRow={renderRow}
            onView={loadThrough}
            isInert={isSearching}
          />
        )}
        <ListEnd list={list} />
        {below && <ListEnd list={below.list} />}
      </div>
      {nextFailure && (
        <FailedLoad what={nextFailedTitle} why={nextFailure.message} onRetry={nextFailure.retry} />
      )}
    </>
  );
}

/** Where a list ends that is too long to be scrolled through. */
function ListEnd({ list: { count, listed } }: { list: Pick<TableList<unknown>, 'count' | 'listed'> }) {
  if (listed >= count) return null;
  return (
    <p className={classes.end}>
      Only the first {formatNumber(listed)} rows are shown. Search or filter to find the rest.
    </p>
  );
}

/** The columns with their headers: the selection's box, the buttons that sort. */
function columnsOf<Item, SortKey extends string>({
  columns,
  sort,
  selection,
}: PagedTableProps<Item, SortKey>): Column[] {
  // The bar of the selection lies over them: they are read, and nothing below it can have the focus.
  const isCovered = (selection?.items.length ?? 0) > 0;
  const withSort = columns.map((column): Column => {
    const { key, header, isHeaderHidden, className } = column;
    const hidden = <span className={classes.hiddenHeader}>{header}</span>;
    if (column.direction === undefined || !sort)
      return { key, className, header: isHeaderHidden || isCovered ? hidden : header };
    const [sortedBy, sortBy] = sort;
    const sorted = sortedBy === column.key ? column.direction : undefined;
    if (isCovered) return { key, className, sort: sorted, header: hidden };
    const onSort = (): void => sortBy(column.key);
    return {
      key,
      className,
      sort: sorted,
      header: (
        <SortButton sorted={sorted} onSort={onSort}>
          {header}
        </SortButton>
      ),
    };
  });
  return selection
    ? [{ key: 'select', header: <SelectLoadedBox selection={selection} /> }, ...withSort]
    : withSort;
}

function SelectLoadedBox<Item>({ selection }: { selection: Selection<Item> }) {
  const { items, selectableCount, selectLoaded } = selection;
  if (selectableCount === 0) return <span className={classes.hiddenHeader}>Selection</span>;
  return (
    <SelectionBox
      label="Select all shown"
      checked={items.length >= selectableCount}
      some={items.length > 0}
      onChange={selectLoaded}
    />
  );
}
