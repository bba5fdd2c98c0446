import { IconUsers } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { MemberSort, Role } from '#contract/member';
import { problemSentence } from '../bridge/problem-sentence.ts';
import { usePagedRows } from '../bridge/use-paged-list.ts';
import { Choice } from '../ui/choice.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { FailedLoad } from '../ui/failed-load.tsx';
import { ListToolbar } from '../ui/list-toolbar.tsx';
import { useRemembered } from '../ui/remembered.ts';
import { SearchField } from '../ui/search-field.tsx';
import { SortButton } from '../ui/sort-button.tsx';
import { SkeletonRow, type RowPlace } from '../ui/table-row.tsx';
import { VirtualTable, type Column } from '../ui/virtual-table.tsx';
import { ExportMembers } from './export-members.tsx';
import { MemberRow } from './member-row.tsx';
import { membersOptions } from './member-queries.ts';
import classes from './members.module.css';

type RoleFilter = Role | 'all';

const roleFilters = [
  ['all', 'All roles'],
  ['owner', 'Owner'],
  ['admin', 'Admins'],
  ['agent', 'Agents'],
] as const satisfies [RoleFilter, string][];

interface SortableColumn {
  key: MemberSort;
  title: string;
  /** The direction that the server sorts it in: names from A, times from the newest. */
  direction: 'ascending' | 'descending';
  className?: string | undefined;
}

const name: SortableColumn = { key: 'name', title: 'Name', direction: 'ascending' };
const email: SortableColumn = { key: 'email', title: 'E-mail', direction: 'ascending' };
const joined: SortableColumn = { key: 'joined', title: 'Joined', direction: 'descending' };
const active: SortableColumn = { key: 'active', title: 'Last active', direction: 'descending' };

const sorts = [name, email, joined, active].map(({ key, title }) => [key, title] as const);

const firstRows = 5;

interface MembersProps {
  organizationId: string;
  /** The signed-in person. */
  userId: string;
  /** What is searched at first. */
  find?: string | undefined;
}

/** The members of an organization, with what can be done to each. */
export function Members({ organizationId, userId, find = '' }: MembersProps) {
  const [search, setSearch] = useState(find);
  const [role, setRole] = useRemembered(`${organizationId} members role`, roleFilters, 'all');
  const [sort, setSort] = useRemembered(`${organizationId} members sort`, sorts, 'name');

  const query = useInfiniteQuery({
    ...membersOptions(organizationId, { role, sort, search }),
    placeholderData: keepPreviousData,
  });
  const { rows, count, loadThrough, broken } = usePagedRows(query);

  const sortable = ({ key, title, direction, className }: SortableColumn): Column => {
    const sorted = sort === key ? direction : undefined;
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
  const columns = [
    sortable(name),
    sortable({ ...email, className: classes.wide }),
    { key: 'role', header: 'Role' },
    sortable(joined),
    sortable(active),
    { key: 'actions', header: <span className={classes.hidden}>Actions</span> },
  ];

  function row(index: number, place: RowPlace, passing: boolean) {
    const member = rows[index];
    return member ? (
      <MemberRow
        key={member.id}
        organizationId={organizationId}
        member={member}
        self={member.userId === userId}
        place={place}
        passing={passing}
      />
    ) : (
      <SkeletonRow key={`loading-${index}`} place={place} columns={columns.length} />
    );
  }

  return (
    <>
      <ListToolbar>
        <SearchField label="Search members" initial={find} onSearch={setSearch} />
        <Choice aria-label="Filter by role" options={roleFilters} value={role} onChange={setRole} />
        <div className={classes.end}>
          <ExportMembers organizationId={organizationId} />
        </div>
      </ListToolbar>
      {query.isError && query.data === undefined ? (
        <FailedLoad
          what="The members could not be loaded."
          why={problemSentence(query.error.problem)}
          onRetry={() => void query.refetch()}
        />
      ) : !query.isPending && count === 0 ? (
        <EmptyState icon={<IconUsers size={24} />} title="No member matches.">
          Search by the beginning of any word of a name or address, or choose another role.
        </EmptyState>
      ) : (
        <VirtualTable
          label="Members"
          columns={columns}
          className={classes.table}
          count={query.isPending ? firstRows : count}
          row={row}
          onView={(_first, last) => loadThrough(last)}
        />
      )}
      {broken && (
        <FailedLoad
          what="The other members could not be loaded."
          why={problemSentence(broken.error.problem)}
          onRetry={broken.retry}
        />
      )}
    </>
  );
}
