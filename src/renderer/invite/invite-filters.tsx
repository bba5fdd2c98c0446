import { SelectField } from '../components/form/select-field.tsx';
import { SearchField } from '../components/table/search-field.tsx';
import { deliveryFilters, roleFilters, statusChoices, type useInviteListView } from './invite-list-view.ts';
import classes from './pending-invites.module.css';

interface InviteFiltersProps {
  view: ReturnType<typeof useInviteListView>;
  search: string;
  onSearch: (search: string) => void;
}

/** The search and filters of the list of invites. */
export function InviteFilters({ view, search, onSearch }: InviteFiltersProps) {
  return (
    <div className={classes.filters}>
      <SearchField label="Search invites" initial={search} onSearch={onSearch} />
      <SelectField aria-label="Show" options={statusChoices} value={view.status} onChange={view.setStatus} />
      <SelectField
        aria-label="Filter by role"
        options={roleFilters}
        value={view.role}
        onChange={view.setRole}
      />
      <SelectField
        aria-label="Filter by delivery"
        options={deliveryFilters}
        value={view.delivery}
        onChange={view.setDelivery}
      />
    </div>
  );
}
