import { IconUsers } from '@tabler/icons-react';
import { useState } from 'react';
import type { Member } from '#contract/member/api';
import type { MemberSort, Role } from '#contract/member/model';
import { EmptyState } from '../components/feedback/empty-state.tsx';
import { SelectField } from '../components/form/select-field.tsx';
import { ExportButton } from '../components/table/export-button.tsx';
import { PagedTable, type TableColumn } from '../components/table/paged-table.tsx';
import { SearchField } from '../components/table/search-field.tsx';
import { useDisabledReason } from '../data/connection.ts';
import { usePagedList } from '../data/use-paged-list.ts';
import { usePersistedChoice } from '../lib/persist/persisted-choice.ts';
import { useViewState } from '../lib/persist/view-state.ts';
import { exportMembersOptions, membersOptions } from './member-queries.ts';
import { MemberRow } from './member-row.tsx';
import { RemoveMemberDialog } from './remove-member-dialog.tsx';
import classes from './members.module.css';

const roleFilters = [
  ['all', 'All roles'],
  ['owner', 'Owner'],
  ['admin', 'Admins'],
  ['agent', 'Agents'],
] as const satisfies [Role | 'all', string][];

const sorts = [
  ['name', 'Name'],
  ['email', 'Email'],
  ['joined', 'Joined'],
  ['active', 'Last active'],
] as const satisfies [MemberSort, string][];

const columns: TableColumn<MemberSort>[] = [
  { key: 'name', header: 'Name', direction: 'ascending' },
  { key: 'email', header: 'Email', direction: 'ascending', className: classes.wide },
  { key: 'role', header: 'Role' },
  { key: 'joined', header: 'Joined', direction: 'descending' },
  { key: 'active', header: 'Last active', direction: 'descending' },
  { key: 'actions', header: 'Actions', isHeaderHidden: true },
];

interface MembersProps {
  organizationId: string;
  /** The signed-in user. */
  userId: string;
  /** What the search begins with. */
  find?: string | undefined;
}

/** The members of an organization, with the actions on each. */
export function Members({ organizationId, userId, find }: MembersProps) {
  const disabledReason = useDisabledReason();
  const [search, setSearch] = useViewState(`${organizationId} members search`, '', find);
  const [role, setRole] = usePersistedChoice(`${organizationId} members role`, roleFilters, 'all');
  const [sort, setSort] = usePersistedChoice(`${organizationId} members sort`, sorts, 'name');
  const [removed, setRemoved] = useState<Member>();
  const list = usePagedList(membersOptions(organizationId, { role, sort, search }));

  return (
    <>
      <PagedTable
        label="Members"
        className={classes.table}
        columns={columns}
        sort={[sort, setSort]}
        list={list}
        skeletonRows={5}
        renderRow={(member, position, isFastScroll) => (
          <MemberRow
            organizationId={organizationId}
            member={member}
            self={member.userId === userId}
            position={position}
            isFastScroll={isFastScroll}
            onRemove={() => setRemoved(member)}
          />
        )}
        toolbar={
          <>
            <SearchField label="Search members" initial={search} onSearch={setSearch} />
            <SelectField aria-label="Filter by role" options={roleFilters} value={role} onChange={setRole} />
            <div className={classes.end}>
              <ExportButton
                exportOptions={exportMembersOptions(organizationId)}
                disabledReason={disabledReason}
                command="export-members"
                savedMessage="Members exported."
                notSavedMessage="Members weren’t exported."
              />
            </div>
          </>
        }
        empty={
          <EmptyState icon={<IconUsers size={24} />} title="No matching members">
            Search matches the start of each word in a name or address. You can also change the role.
          </EmptyState>
        }
        failedTitle="Members couldn’t be loaded."
        nextFailedTitle="More members couldn’t be loaded."
      />
      {/* Not in its row, which a colleague may take away meanwhile. */}
      {removed && (
        <RemoveMemberDialog
          organizationId={organizationId}
          member={removed}
          self={removed.userId === userId}
          onClose={() => setRemoved(undefined)}
        />
      )}
    </>
  );
}
