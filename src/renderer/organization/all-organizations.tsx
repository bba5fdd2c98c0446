import { IconBuilding } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { OrganizationSort } from '#contract/organization/model';
import { useRunAction } from '../action/use-action.ts';
import { EmptyState } from '../components/feedback/empty-state.tsx';
import { SelectField } from '../components/form/select-field.tsx';
import { ListScreen } from '../components/layout/list-screen.tsx';
import { PagedTable, type TableColumn } from '../components/table/paged-table.tsx';
import { SearchField } from '../components/table/search-field.tsx';
import { useSignedIn } from '../data/session.ts';
import { usePagedList } from '../data/use-paged-list.ts';
import { pluralize } from '../lib/format/pluralize.ts';
import { usePersistedChoice } from '../lib/persist/persisted-choice.ts';
import { useViewState } from '../lib/persist/view-state.ts';
import { openOrganizationWindow } from './actions/open-organization-window.ts';
import classes from './all-organizations.module.css';
import { organizationFilters, organizationSorts, withCounts } from './organization-list-view.ts';
import {
  organizationCountsOptions,
  organizationsOptions,
  refreshOrganizations,
} from './organization-queries.ts';
import { OrganizationRow } from './organization-row.tsx';

const columns: TableColumn<OrganizationSort>[] = [
  { key: 'name', header: 'Name', direction: 'ascending' },
  { key: 'usage', header: 'Seats', direction: 'descending' },
  { key: 'pending', header: 'Pending invites', direction: 'descending', className: classes.count },
  { key: 'expiring', header: 'Expiring in 48 h', direction: 'descending', className: classes.count },
  { key: 'expired', header: 'Expired invites', className: classes.count },
  { key: 'role', header: 'My role', className: classes.wide },
  { key: 'actions', header: 'Actions', isHeaderHidden: true },
];

/** Support staff see every organization, and have a role in hardly any. */
const staffColumns = columns.filter(({ key }) => key !== 'role');

/** All organizations that the user can see, the fullest first. */
export function AllOrganizations() {
  const client = useQueryClient();
  const { user } = useSignedIn();
  const [search, setSearch] = useViewState('organizations search', '');
  const [sort, setSort] = usePersistedChoice('organizations sort', organizationSorts, 'usage');
  const [filter, setFilter] = usePersistedChoice('organizations filter', organizationFilters, 'all');
  const runAction = useRunAction();
  const list = usePagedList({
    ...organizationsOptions({ search, sort, filter }),
    // It is loaded again below, where a long list is cut first.
    staleTime: Infinity,
  });
  useEffect(() => refreshOrganizations(client), [client]);
  const { data: counts = {} } = useQuery(organizationCountsOptions);

  return (
    <ListScreen title="All organizations">
      <PagedTable
        label="Organizations"
        className={user.staff ? classes.staffTable : classes.table}
        columns={user.staff ? staffColumns : columns}
        sort={[sort, setSort]}
        list={list}
        renderRow={(organization, position) => (
          <OrganizationRow
            organization={organization}
            showsRole={!user.staff}
            position={position}
            onOpenWindow={() => runAction(openOrganizationWindow, { organizationId: organization.id })}
          />
        )}
        toolbar={
          <>
            <SearchField label="Search organizations" initial={search} onSearch={setSearch} />
            <SelectField
              aria-label="Filter organizations"
              options={withCounts(counts)}
              value={filter}
              onChange={setFilter}
            />
            <p role="status" className={classes.total}>
              {list.total &&
                `${pluralize(list.total.total, 'organization')}${list.total.capped ? ' or more' : ''}`}
            </p>
          </>
        }
        empty={<NoOrganizations isFiltered={search !== '' || filter !== 'all'} />}
        failedTitle="Organizations couldn’t be loaded."
        nextFailedTitle="More organizations couldn’t be loaded."
      />
    </ListScreen>
  );
}

function NoOrganizations({ isFiltered }: { isFiltered: boolean }) {
  return isFiltered ? (
    <EmptyState icon={<IconBuilding size={24} />} title="No organizations found">
      Search matches the start of each word in a name. You can also change the filter.
    </EmptyState>
  ) : (
    <EmptyState icon={<IconBuilding size={24} />} title="No organizations yet">
      An organization appears here as soon as you join one.
    </EmptyState>
  );
}
