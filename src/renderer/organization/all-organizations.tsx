import { IconBuilding } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { OrganizationSort } from '#contract/organization';
import { problemSentence } from '../bridge/problem-sentence.ts';
import { totalOf } from '../bridge/paged-list.ts';
import { usePagedRows } from '../bridge/use-paged-list.ts';
import { Choice } from '../ui/choice.tsx';
import { counted } from '../ui/counted.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { FailedLoad } from '../ui/failed-load.tsx';
import { ListToolbar } from '../ui/list-toolbar.tsx';
import { ScreenHeading } from '../ui/screen-heading.tsx';
import { moveBetweenRows } from '../ui/row-keys.ts';
import { useRemembered } from '../ui/remembered.ts';
import { SearchField } from '../ui/search-field.tsx';
import { SortButton } from '../ui/sort-button.tsx';
import { SkeletonRow, type RowPlace } from '../ui/table-row.tsx';
import { VirtualTable, type Column } from '../ui/virtual-table.tsx';
import classes from './all-organizations.module.css';
import { organizationFilters, organizationSorts } from './organization-list-view.ts';
import { organizationsOptions, refreshOrganizations } from './organization-queries.ts';
import { OrganizationRow } from './organization-row.tsx';
import { useOpenOrganizationWindow } from './use-open-organization-window.ts';

const firstRows = 8;

/** All organizations that the person sees: the worst on top, Enter opens one. */
export function AllOrganizations() {
  const client = useQueryClient();
  const [search, setSearch] = useState('');
  const [sort, setSort] = useRemembered('organizations sort', organizationSorts, 'usage');
  const [filter, setFilter] = useRemembered('organizations filter', organizationFilters, 'all');
  const openWindow = useOpenOrganizationWindow();

  const query = useInfiniteQuery({
    ...organizationsOptions({ search, sort, filter }),
    placeholderData: keepPreviousData,
    // Brought up to date below, which cuts a long list before it is fetched again.
    staleTime: Infinity,
  });
  useEffect(() => refreshOrganizations(client), [client]);
  const { rows, count, loadThrough, broken } = usePagedRows(query);
  const { total, capped } = totalOf(query.data);

  const sortable = (key: OrganizationSort, title: string, className?: string): Column => {
    const sorted = sort !== key ? undefined : key === 'name' ? 'ascending' : 'descending';
    return {
      key,
      sort: sorted,
      className,
      header: (
        <SortButton sorted={sorted} onSort={() => setSort(key)}>
          {title}
        </SortButton>
      ),
    };
  };
  const columns: Column[] = [
    sortable('name', 'Name'),
    sortable('usage', 'Seats'),
    sortable('pending', 'Pending', classes.count),
    sortable('expiring', 'Within 48 h', classes.count),
    { key: 'expired', header: 'Expired', className: classes.count },
    { key: 'role', header: 'My role', className: classes.wide },
    { key: 'actions', header: <span className={classes.hidden}>Actions</span> },
  ];

  function row(index: number, place: RowPlace) {
    const organization = rows[index];
    return organization ? (
      <OrganizationRow
        key={organization.id}
        organization={organization}
        place={place}
        onOpenWindow={() => openWindow.mutate(organization.id)}
      />
    ) : (
      <SkeletonRow key={`loading-${index}`} place={place} columns={columns.length} />
    );
  }

  return (
    <div className={classes.screen}>
      <ScreenHeading title="All organizations" />
      {/* The arrow keys are one more way; each row has its link and button in the tab order as well. */}
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions */}
      <div onKeyDown={moveBetweenRows}>
        <ListToolbar>
          <SearchField label="Search organizations" onSearch={setSearch} />
          <Choice
            aria-label="Filter organizations"
            options={organizationFilters}
            value={filter}
            onChange={setFilter}
          />
          <p role="status" className={classes.total}>
            {query.data && `${counted(total, 'organization')}${capped ? ' or more' : ''}`}
          </p>
        </ListToolbar>
        {query.isError && query.data === undefined ? (
          <FailedLoad
            what="The organizations could not be loaded."
            why={problemSentence(query.error.problem)}
            onRetry={() => void query.refetch()}
          />
        ) : !query.isPending && count === 0 ? (
          <NoOrganizations narrowed={search !== '' || filter !== 'all'} />
        ) : (
          <VirtualTable
            label="Organizations"
            columns={columns}
            className={classes.table}
            count={query.isPending ? firstRows : count}
            row={row}
            onView={(_first, last) => loadThrough(last)}
          />
        )}
      </div>
      {broken && (
        <FailedLoad
          what="The other organizations could not be loaded."
          why={problemSentence(broken.error.problem)}
          onRetry={broken.retry}
        />
      )}
    </div>
  );
}

function NoOrganizations({ narrowed }: { narrowed: boolean }) {
  return narrowed ? (
    <EmptyState icon={<IconBuilding size={24} />} title="No organization matches.">
      Search by the beginning of any word of its name, or choose another filter.
    </EmptyState>
  ) : (
    <EmptyState icon={<IconBuilding size={24} />} title="There is no organization yet.">
      An organization shows here as soon as you are in one.
    </EmptyState>
  );
}
